import { randomUUID } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import type { Statistics } from '../../core/issues/issue.ts'
import { deliveryKey, ledgerPartition, ledgerPartitions, partOf, statisticsKey } from '../../core/keys.ts'
import { batchGet } from '../batch-get.ts'
import { isConflict } from '../conflict.ts'

/** A delivery and the version that was read or written. */
export type StoredDelivery = { readonly delivery: Delivery; readonly version: number }

/** The ledger: one row per recipient of an issue. Every change requires the version on which it was decided. */
export type DeliveryStore = ReturnType<typeof deliveryStore>

export function deliveryStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Adds a planned delivery. `taken`: the ledger already has this delivery, in any state. */
    async add(delivery: Delivery): Promise<StoredDelivery | 'taken'> {
      return put(dynamo, table, { delivery, version: 1 }, { ConditionExpression: 'attribute_not_exists(pk)' })
    },

    /**
     * Changes a delivery that is still as planned, whether or not the planner has stored it yet. `taken`: the delivery has
     * changed since.
     */
    async begin(after: Delivery): Promise<StoredDelivery | 'taken'> {
      return put(
        dynamo,
        table,
        { delivery: after, version: 2 },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR version = :planned',
          ExpressionAttributeValues: { ':planned': 1 },
        },
      )
    },

    /** @param ConsistentRead false: the delivery may be a second old, or missing, and the read costs half as much */
    async get(issueId: string, subscriberId: string, ConsistentRead = true): Promise<StoredDelivery | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: deliveryKey(issueId, subscriberId), ConsistentRead }),
      )
      return Item && readItem(Item)
    },

    /** Returns the deliveries that the ledger has, in no order. @param subscriberIds at most 100 */
    async getMany(issueId: string, subscriberIds: readonly string[]): Promise<StoredDelivery[]> {
      const items = await batchGet(
        dynamo,
        table,
        subscriberIds.map((id) => deliveryKey(issueId, id)),
      )
      return items.map(readItem)
    },

    /** Saves a delivery and returns its new version. `taken`: the delivery changed since it was read. */
    async save(before: StoredDelivery, after: Delivery): Promise<StoredDelivery | 'taken'> {
      return put(
        dynamo,
        table,
        { delivery: after, version: before.version + 1 },
        {
          ConditionExpression: 'version = :version',
          ExpressionAttributeValues: { ':version': before.version },
        },
      )
    },

    /**
     * Saves what SES reported about a delivery and updates the statistics in one transaction, so that a repeated event does
     * not count twice. `taken`: as in `save`.
     */
    async report(before: StoredDelivery, after: Delivery): Promise<StoredDelivery | 'taken'> {
      const { issueId, subscriberId } = after
      const stored = { delivery: after, version: before.version + 1 }
      try {
        await dynamo.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: table,
                  Item: itemOf(stored, randomUUID()),
                  ConditionExpression: 'version = :version',
                  ExpressionAttributeValues: { ':version': before.version },
                },
              },
              {
                Update: {
                  TableName: table,
                  Key: statisticsKey(issueId, partOf(subscriberId)),
                  ...countChange(before.delivery.outcome, after.outcome),
                },
              },
            ],
          }),
        )
      } catch (error) {
        if (isConflict(error)) return 'taken'
        throw error
      }
      return stored
    },

    /** Adds up the statistics of all partitions of an issue. */
    async readStatistics(issueId: string): Promise<Statistics> {
      const totals: Record<string, number> = {}
      for (let start = 0; start < ledgerPartitions.length; start += 100) {
        const keys = ledgerPartitions.slice(start, start + 100).map((part) => statisticsKey(issueId, part))
        for (const { pk, sk, ...counts } of await batchGet(dynamo, table, keys)) {
          for (const [outcome, count] of Object.entries(counts))
            totals[outcome] = (totals[outcome] ?? 0) + Number(count)
        }
      }
      return totals
    },

    /** Lists deliveries of one partition by id. The result has no `after` on the last page. */
    async listPage(
      issueId: string,
      part: string,
      after: string | undefined,
      limit: number,
    ): Promise<{ readonly deliveries: readonly StoredDelivery[]; readonly after: string | undefined }> {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          ...partitionOf(table, issueId, part),
          ...(after !== undefined && { ExclusiveStartKey: deliveryKey(issueId, after) }),
          Limit: limit,
        }),
      )
      return { deliveries: Items.map(readItem), after: LastEvaluatedKey?.sk }
    },

    /** Lists all deliveries of an issue, in no particular order. */
    async *list(issueId: string): AsyncGenerator<Delivery> {
      for (let start = 0; start < ledgerPartitions.length; start += partitionsAtOnce) {
        const parts = ledgerPartitions.slice(start, start + partitionsAtOnce)
        const lists = await Promise.all(parts.map((part) => listPartition(dynamo, table, issueId, part)))
        yield* lists.flat()
      }
    },
  }
}

/** Number of partitions that are read concurrently. Most are small, so most of the time is latency. */
const partitionsAtOnce = 16

async function listPartition(
  dynamo: DynamoDBDocumentClient,
  table: string,
  issueId: string,
  part: string,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = []
  const input = partitionOf(table, issueId, part)
  for await (const page of paginateQuery({ client: dynamo }, input)) {
    for (const item of page.Items ?? []) deliveries.push(item.delivery as Delivery) // only `put` and `report` write it
  }
  return deliveries
}

function partitionOf(table: string, issueId: string, part: string) {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': ledgerPartition(issueId, part) },
  }
}

function readItem(item: Record<string, unknown>): StoredDelivery {
  return { delivery: item.delivery as Delivery, version: Number(item.version) } // only `put` and `report` write it
}

/** Returns the update that counts a delivery under its new outcome instead of its previous one. */
function countChange(before: string | undefined, after: string | undefined) {
  const changes = [...(before ? [['#before', before, -1] as const] : []), ['#after', after ?? '', 1] as const]
  return {
    UpdateExpression: `ADD ${changes.map(([name]) => `${name} ${name.replace('#', ':')}`).join()}`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(([name, outcome]) => [name, outcome])),
    ExpressionAttributeValues: Object.fromEntries(changes.map(([name, , by]) => [name.replace('#', ':'), by])),
  }
}

type Condition = {
  readonly ConditionExpression: string
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

function itemOf({ delivery, version }: StoredDelivery, token: string) {
  return { ...deliveryKey(delivery.issueId, delivery.subscriberId), version, token, delivery }
}

/** Writes a row. If the SDK repeats a request whose response was lost, the token shows that the row is our own. */
async function put(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { delivery, version }: StoredDelivery,
  condition: Condition,
): Promise<StoredDelivery | 'taken'> {
  const token = randomUUID()
  const Item = itemOf({ delivery, version }, token)
  try {
    await dynamo.send(
      new PutCommand({ TableName: table, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    if (error.Item?.token?.S !== token) return 'taken'
  }
  return { delivery, version }
}
