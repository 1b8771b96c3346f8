import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { severityOf } from '../../core/feedback/plan-feedback.ts'
import { suppressionKey } from '../../core/keys.ts'
import type { Suppression } from '../../core/subscribers/subscriber.ts'
import { batchGet } from '../batch-get.ts'

export type SuppressionStore = ReturnType<typeof suppressionStore>

/** Stores addresses that must not be mailed, by keyed hash. They are separate from subscribers, so imports keep them. */
export function suppressionStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(addressHash: string): Promise<Suppression | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: suppressionKey(addressHash), ConsistentRead: true }),
      )
      return Item?.suppression as Suppression | undefined // only `add` writes it
    },

    /** Returns those of up to 100 addresses that are suppressed, by hash. */
    async getMany(hashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>> {
      const items = await batchGet(dynamo, table, hashes.map(suppressionKey))
      const entries = items.map((item) => [String(item.pk), item.suppression as Suppression] as const) // only `add` writes it
      const byKey = new Map(entries)
      return new Map(
        hashes.flatMap((hash) => {
          const suppression = byKey.get(suppressionKey(hash).pk)
          return suppression ? [[hash, suppression] as const] : []
        }),
      )
    },

    /** Adds a suppression. In any order, the most severe one is kept, and the earliest of equally severe ones. */
    async add(addressHash: string, suppression: Suppression): Promise<void> {
      try {
        await dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...suppressionKey(addressHash), gravity: severityOf(suppression), at: suppression.at, suppression },
            ConditionExpression: 'attribute_not_exists(pk) OR gravity < :gravity OR (gravity = :gravity AND #at > :at)',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':gravity': severityOf(suppression), ':at': suppression.at },
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },

    async remove(addressHash: string): Promise<void> {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: suppressionKey(addressHash) }))
    },
  }
}
