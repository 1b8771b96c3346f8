import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'

/**
 * Whether a transaction was cancelled because someone else was quicker or is at it right now. Anything else that cancels
 * one, such as throttling, is a failure.
 */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false
  const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? []
  return codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')
}
