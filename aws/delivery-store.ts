import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { Delivery } from '../core/deliveries/delivery.ts'
import { deliveryKey, ledgerPartition, ledgerPartitions } from '../core/keys.ts'

/** A delivery in the version that was read. */
export type StoredDelivery = { readonly delivery: Delivery; readonly version: number }

/** The ledger: one row per recipient of an issue. Every change names the version it was decided on. */
export type DeliveryStore = ReturnType<typeof deliveryStore>

export function deliveryStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** `taken`: the ledger has this delivery already, in whatever state. */
    async add(delivery: Delivery): Promise<'added' | 'taken'> {
      return put(dynamo, table, delivery, 1, { ConditionExpression: 'attribute_not_exists(pk)' }).then((done) =>
        done ? 'added' : 'taken',
      )
    },

    async get(issueId: string, subscriberId: string): Promise<StoredDelivery | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: deliveryKey(issueId, subscriberId), ConsistentRead: true }),
      )
      return Item && { delivery: Item.delivery as Delivery, version: Number(Item.version) } // written below
    },

    /** `taken`: someone else changed the delivery since it was read. Answers the new version otherwise. */
    async save(before: StoredDelivery, after: Delivery): Promise<StoredDelivery | 'taken'> {
      const version = before.version + 1
      const done = await put(dynamo, table, after, version, {
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: { ':version': before.version },
      })
      return done ? { delivery: after, version } : 'taken'
    },

    /** Every delivery of an issue, partition by partition. */
    async *list(issueId: string): AsyncGenerator<Delivery> {
      for (const part of ledgerPartitions) {
        const input = {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': ledgerPartition(issueId, part) },
        }
        for await (const page of paginateQuery({ client: dynamo }, input)) {
          for (const item of page.Items ?? []) yield item.delivery as Delivery // written below
        }
      }
    },
  }
}

type Condition = {
  readonly ConditionExpression: string
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

async function put(
  dynamo: DynamoDBDocumentClient,
  table: string,
  delivery: Delivery,
  version: number,
  condition: Condition,
): Promise<boolean> {
  try {
    const Item = { ...deliveryKey(delivery.issueId, delivery.subscriberId), version, delivery }
    await dynamo.send(new PutCommand({ TableName: table, Item, ...condition }))
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
