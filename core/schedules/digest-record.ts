import type { ComposeMessage } from '../messages.ts'
import type { NoIssueReason } from './plan-run.ts'

/** The result of a run of a digest. */
export type DigestRun = {
  readonly at: string
  readonly outcome: 'composed' | NoIssueReason
  /** The number of the issue, if one was composed. */
  readonly number: number | undefined
  /** Number of articles that wait for the next run. */
  readonly waiting?: number
  /** Identifies the run: see `runId`. */
  readonly requestId: string | undefined
}

/** The stored state of a digest. */
export type DigestRecord = {
  /** The number of the newest issue; 0 before the first one. */
  readonly lastNumber: number
  /** The number of the newest regular issue, if newer ones have one article that is mailed on its own. */
  readonly lastRegular?: number
  /** The last runs, newest first. */
  readonly runs: readonly DigestRun[]
  /** Increases with every run; prevents lost updates. */
  readonly revision: number
}

/** A digest that has not run yet. */
export const newDigest: DigestRecord = { lastNumber: 0, runs: [], revision: 0 }

const maximumRuns = 20

/** Returns the record after a run. */
export function addRun(before: DigestRecord, run: DigestRun): DigestRecord {
  const { lastNumber, lastRegular, runs, revision } = before
  return {
    lastNumber: run.number ?? lastNumber,
    ...(run.number === undefined && lastRegular !== undefined && { lastRegular }),
    runs: [run, ...runs].slice(0, maximumRuns),
    revision: revision + 1,
  }
}

/** Returns the record after an issue of one article that is mailed on its own, which is no run. */
export function addIssue({ lastNumber, lastRegular = lastNumber, runs, revision }: DigestRecord): DigestRecord {
  return { lastNumber: lastNumber + 1, lastRegular, runs, revision: revision + 1 }
}

/** Returns the number of the newest regular issue; 0 before the first one. */
export function lastRegularOf({ lastNumber, lastRegular = lastNumber }: DigestRecord): number {
  return lastRegular
}

/**
 * Returns what identifies a run, however often it is requested: the instant at which it was due, or the id of an operator's
 * request.
 */
export function runId({ requestId, scheduledAt }: ComposeMessage): string | undefined {
  return scheduledAt === undefined ? requestId : new Date(scheduledAt).toISOString()
}

/** Finds the run with this id. */
export function findRun({ runs }: DigestRecord, requestId: string | undefined): DigestRun | undefined {
  return requestId === undefined ? undefined : runs.find((run) => run.requestId === requestId)
}
