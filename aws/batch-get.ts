import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Key } from '../core/keys.ts'

/** Reads up to 100 items at once, consistently; those that are not there are left out, and the order is nobody's. */
export async function batchGet(
  dynamo: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  for (let left: readonly Record<string, unknown>[] = keys; left.length > 0; ) {
    const RequestItems = { [table]: { Keys: [...left], ConsistentRead: true } }
    const { Responses, UnprocessedKeys } = await dynamo.send(new BatchGetCommand({ RequestItems }))
    found.push(...(Responses?.[table] ?? []))
    left = UnprocessedKeys?.[table]?.Keys ?? []
  }
  return found
}
