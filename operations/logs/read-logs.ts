import type { LambdaLogGroup } from '../../core/monitoring/log-groups.ts'
import {
  composeLogFilter,
  isAtLeast,
  type LogLevel,
  type LogRecord,
  readLogLine,
} from '../../core/monitoring/log-record.ts'
import type { Stack } from '../stack.ts'

export type LogSelection = {
  readonly since: Date
  readonly level: LogLevel
  /** A text that the line contains. Empty: all lines. */
  readonly search: string
}

/** Groups that are read at a time. An account may read five or more a second. */
const concurrency = 4

/** Reads the newest log lines of Lambdas, merged in the order of their times. */
export async function readLogs(
  stack: Pick<Stack, 'logs'>,
  logs: readonly LambdaLogGroup[],
  { limit, ...selection }: LogSelection & { readonly limit: number },
): Promise<readonly LogRecord[]> {
  const waiting = [...logs]
  const records: LogRecord[] = []
  const read = async () => {
    for (let each = waiting.shift(); each; each = waiting.shift()) {
      records.push(...(await readNewest(stack, each, selection, limit)))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, read))
  return records.toSorted(byTime).slice(-limit)
}

async function readNewest(
  { logs }: Pick<Stack, 'logs'>,
  { lambda, group }: LambdaLogGroup,
  selection: LogSelection,
  limit: number,
): Promise<LogRecord[]> {
  const found: LogRecord[] = []
  const query = { since: selection.since, filter: composeLogFilter(selection), newestFirst: true, limit }
  let token: string | undefined
  do {
    const page = await logs.read(group, { ...query, token })
    found.push(...selectRecords(page.events, lambda, selection))
    token = page.token
  } while (token !== undefined && found.length < limit)
  // Lines of the same millisecond stay in the order in which they were written.
  return found.slice(0, limit).toReversed()
}

/** Returns the records of log events that a selection asks for. */
export function selectRecords(
  events: readonly { readonly at: Date; readonly message: string }[],
  lambda: string,
  { level, search }: Pick<LogSelection, 'level' | 'search'>,
): LogRecord[] {
  const escaped = JSON.stringify(search).slice(1, -1)
  return events.flatMap((event) => {
    const record = readLogLine(event, lambda)
    const matches = event.message.includes(escaped) || event.message.includes(search)
    return record && matches && isAtLeast(record.level, level) ? [record] : []
  })
}

/** Orders records by their times. The order of those with the same time stays. */
export function byTime(one: LogRecord, other: LogRecord): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : 0
}
