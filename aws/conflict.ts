import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'

/**
 * True if a transaction was cancelled because of another write, finished or in progress. Every other reason, such as
 * throttling, is a failure.
 */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false
  const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? []
  return codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')
}
