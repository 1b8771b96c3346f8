import type { SQSRecord } from 'aws-lambda'

/**
 * Returns the ids of the messages to retry. As in AWS, a response that is not a valid partial batch response fails
 * the whole batch: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessages(records: readonly SQSRecord[], response: unknown): ReadonlySet<string> {
  const all = new Set(records.map(({ messageId }) => messageId))
  const failures = failuresOf(response)
  if (!failures) return all
  const ids = failures.map(identifierOf)
  return ids.every((id) => id !== undefined && all.has(id)) ? new Set(ids.filter((id) => id !== undefined)) : all
}

/** Returns undefined for an invalid response. Empty and null responses are successes. */
function failuresOf(response: unknown): readonly unknown[] | undefined {
  if (response === null || response === undefined) return []
  if (typeof response !== 'object') return undefined
  if (!('batchItemFailures' in response)) return Object.keys(response).length === 0 ? [] : undefined
  const { batchItemFailures } = response
  if (batchItemFailures === null) return []
  return Array.isArray(batchItemFailures) ? batchItemFailures : undefined
}

function identifierOf(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return undefined
  return typeof failure.itemIdentifier === 'string' ? failure.itemIdentifier : undefined
}
