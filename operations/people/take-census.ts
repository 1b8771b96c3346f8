import { type Census, countRow, newCensus } from '../../core/monitoring/growth.ts'
import { restAfterwards } from '../rest.ts'
import type { Stack } from '../stack.ts'

export type TakenCensus = {
  readonly census: Census
  /** When it was complete. */
  readonly at: Date
}

export type CensusTaker = {
  /** Returns the last complete census, and starts another one in the background if that is old. */
  latest(): { readonly taken: TakenCensus | undefined; readonly rows: number; readonly failure: string | undefined }
  /** Starts one, unless one is being taken. */
  start(): void
}

/** Milliseconds after which a census is taken again. */
const lifetime = 10 * 60_000

/** Rows of a page. A local stack does nothing else while it reads one. */
const pageSize = 250

/**
 * Counts everybody by reading the whole list in the background, because the table does not store numbers. A census is kept
 * in memory: with 100,000 people it takes a minute, which no page should wait for.
 */
export function censusTaker({ readCensusRows }: Pick<Stack, 'readCensusRows'>, now = () => new Date()): CensusTaker {
  let taken: TakenCensus | undefined
  let rows = 0
  let failure: string | undefined
  let isRunning = false

  async function count(): Promise<void> {
    const census = newCensus()
    const rest = restAfterwards()
    for await (const page of readCensusRows(pageSize)) {
      for (const row of page) countRow(census, row)
      rows += page.length
      await rest()
    }
    taken = { census, at: now() }
  }

  const start = () => {
    if (isRunning) return
    isRunning = true
    rows = 0
    failure = undefined
    count()
      .catch((error: Error) => {
        failure = error.message
      })
      .finally(() => {
        isRunning = false
      })
  }

  return {
    start,
    latest() {
      const isOld = taken === undefined || now().getTime() - taken.at.getTime() > lifetime
      if (isOld && failure === undefined) start()
      return { taken, rows, failure }
    },
  }
}

const shared = new WeakMap<object, CensusTaker>()

/** Returns the census of a stack that all pages share. */
export function sharedCensus(stack: Pick<Stack, 'readCensusRows'>): CensusTaker {
  const taker = shared.get(stack) ?? censusTaker(stack)
  shared.set(stack, taker)
  return taker
}
