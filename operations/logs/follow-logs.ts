import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaLogGroup } from '../../core/monitoring/log-groups.ts'
import { composeLogFilter, type LogRecord } from '../../core/monitoring/log-record.ts'
import type { Stack } from '../stack.ts'
import { byTime, type LogSelection, selectRecords } from './read-logs.ts'

export type FollowOptions = LogSelection & {
  /** Ends the sequence. */
  readonly signal: AbortSignal
  /** Milliseconds between two requests, of which an account may make five a second. Default: 250. */
  readonly pause?: number
}

/** Milliseconds that a line may be listed later than newer ones. */
const disorder = 15_000
const pageSize = 1_000

/** Yields the log lines of Lambdas as they are written, until the signal is aborted. */
export async function* followLogs(
  { logs: store }: Pick<Stack, 'logs'>,
  logs: readonly LambdaLogGroup[],
  { since, signal, pause = 250, ...selection }: FollowOptions,
): AsyncGenerator<readonly LogRecord[]> {
  const filter = composeLogFilter(selection)
  const tails = logs.map(({ lambda, group }) => ({
    lambda,
    group,
    newest: since.getTime(),
    seen: new Map<string, number>(),
  }))
  while (!signal.aborted) {
    const records: LogRecord[] = []
    for (const tail of tails) {
      const from = Math.max(since.getTime(), tail.newest - disorder)
      let token: string | undefined
      do {
        if (signal.aborted) return
        const query = { since: new Date(from), filter, newestFirst: false, limit: pageSize, token }
        const page = await store.read(tail.group, query)
        const fresh = page.events.filter(({ id }) => !tail.seen.has(id))
        for (const { id, at } of fresh) {
          tail.seen.set(id, at.getTime())
          tail.newest = Math.max(tail.newest, at.getTime())
        }
        records.push(...selectRecords(fresh, tail.lambda, selection))
        token = page.token
        await sleep(pause, undefined, { signal }).catch(() => {}) // the loop ends at the next turn
      } while (token !== undefined)
      for (const [id, at] of tail.seen) if (at < tail.newest - disorder) tail.seen.delete(id)
    }
    if (records.length > 0) yield records.toSorted(byTime)
  }
}
