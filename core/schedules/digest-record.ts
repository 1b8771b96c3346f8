import type { Rest } from './plan-run.ts'

/** What a run of a digest came to. */
export type DigestRun = {
  readonly at: string
  readonly outcome: 'composed' | Rest
  /** Of the issue that was composed. */
  readonly number: number | undefined
  /** Articles that wait for the next one. */
  readonly waiting?: number
  /** Of the message that asked for the run. */
  readonly requestId: string | undefined
}

/** What is known of a digest. */
export type DigestRecord = {
  /** Of its newest issue; 0 before the first. */
  readonly lastNumber: number
  /** The last few, newest first. */
  readonly runs: readonly DigestRun[]
  /** Grows with every run; guards against lost updates. */
  readonly revision: number
}

const runsKept = 20

export function addRun({ lastNumber, runs, revision }: DigestRecord, run: DigestRun): DigestRecord {
  return {
    lastNumber: run.number ?? lastNumber,
    runs: [run, ...runs].slice(0, runsKept),
    revision: revision + 1,
  }
}

/** The run that a message asked for; undefined while it has not run. */
export function findRun({ runs }: DigestRecord, requestId: string | undefined): DigestRun | undefined {
  return requestId === undefined ? undefined : runs.find((run) => run.requestId === requestId)
}
