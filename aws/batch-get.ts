import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Key } from '../core/keys.ts'

/** Reads up to 100 items with consistent reads. Returns those that exist, in no particular order. */
export async function batchGet(
  dynamo: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  for (let remaining: readonly Record<string, unknown>[] = keys; remaining.length > 0; ) {
    const RequestItems = { [table]: { Keys: [...remaining], ConsistentRead: true } }
    const { Responses, UnprocessedKeys } = await dynamo.send(new BatchGetCommand({ RequestItems }))
    items.push(...(Responses?.[table] ?? []))
    remaining = UnprocessedKeys?.[table]?.Keys ?? []
  }
  return items
}
