import { setTimeout as sleep } from 'node:timers/promises'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'

/**
 * True if a transaction was cancelled because of another write, finished or in progress. Every other reason, such as
 * throttling, is a failure.
 */
export function isConflict(error: unknown): boolean {
  const codes = cancellationCodes(error)
  return codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')
}

/** True if a transaction was cancelled because the condition of one of its items, counted from 0, does not hold. */
export function hasFailedCondition(error: unknown, item: number): boolean {
  return cancellationCodes(error)[item] === 'ConditionalCheckFailed'
}

/** True if nothing but one of its items, counted from 0, cancelled a transaction. */
export function isBlockedOnlyBy(error: unknown, item: number): boolean {
  const blocking = cancellationCodes(error).flatMap((code = 'None', index) => (code === 'None' ? [] : [index]))
  return blocking.join() === String(item)
}

function cancellationCodes(error: unknown): (string | undefined)[] {
  if (!(error instanceof TransactionCanceledException)) return []
  return error.CancellationReasons?.map(({ Code }) => Code) ?? []
}

/** The senders of a large account rarely write the same item at the same time this often. */
const maximumAttempts = 20

/** Milliseconds by which the longest pause grows with each attempt. */
const pauseStep = 10

/**
 * Repeats an attempt to read, decide and write until no other writer was faster.
 * @param attempt must read again each time
 * @throws {Error} if other writers were faster 20 times
 */
export async function retryWhenTaken<Result>(attempt: () => Promise<Result | 'taken'>): Promise<Result> {
  for (let count = 1; count <= maximumAttempts; count += 1) {
    const result = await attempt()
    if (result !== 'taken') return result
    await sleep(Math.random() * count * pauseStep)
  }
  throw new Error(`Other writers were faster ${maximumAttempts} times in a row`)
}
