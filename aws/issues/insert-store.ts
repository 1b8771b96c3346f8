import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { InsertKind, InsertRecord } from '../../core/issues/insert-record.ts'
import type { Insert } from '../../core/issues/issue.ts'
import { insertKey } from '../../core/keys.ts'

export type InsertStore = ReturnType<typeof insertStore>

/** Stores the inserts of the next issues. An issue takes its inserts in the transaction that stores it. */
export function insertStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(digest: string, kind: InsertKind): Promise<InsertRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: insertKey(digest, kind), ConsistentRead: true }),
      )
      if (!Item) return undefined
      // only `save` writes it; an issue removes the attribute `insert`
      return { ...(Item.record as Omit<InsertRecord, 'insert'>), insert: Item.insert as Insert | undefined }
    },

    /** Saves a record. `superseded`: the record changed since it was read, and nothing was saved. */
    async save(before: InsertRecord | undefined, after: InsertRecord): Promise<'saved' | 'superseded'> {
      const { insert, ...record } = after
      // An issue may have taken the previous insert.
      const unchanged = `sequencer = :before AND ${before?.insert ? 'attribute_exists' : 'attribute_not_exists'}(#insert)`
      const condition = before
        ? {
            ConditionExpression: unchanged,
            ExpressionAttributeNames: { '#insert': 'insert' },
            ExpressionAttributeValues: { ':before': before.sequencer },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }
      const { digest, kind, sequencer } = record
      const item = { ...insertKey(digest, kind), sequencer, record, ...(insert && { insert }) }
      try {
        await dynamo.send(new PutCommand({ TableName: table, Item: item, ...condition }))
        return 'saved'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded'
        throw error
      }
    },
  }
}
