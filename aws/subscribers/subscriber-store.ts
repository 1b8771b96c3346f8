import { setTimeout as sleep } from 'node:timers/promises'
import { type DynamoDBDocumentClient, paginateScan, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import {
  addressKey,
  departureKey,
  moveKey,
  recipientIndex,
  recipientPartition,
  subscriberKey,
} from '../../core/keys.ts'
import {
  type Departure,
  type Subscriber,
  type Suppression,
  shardOf,
  shards,
  welcomeStart,
} from '../../core/subscribers/subscriber.ts'
import { batchGet } from '../batch-get.ts'
import { isBlockedOnlyBy, isConflict } from '../conflict.ts'
import { removals } from '../feedback/suppression-store.ts'
import { readAtOnce } from '../read-item.ts'

/** A suppression that ends. */
export type Lifted = { readonly suppression: Suppression; readonly at: Date }

export type SubscriberStore = ReturnType<typeof subscriberStore>

/** Subscribers by id and by the keyed hash of their address. An address belongs to at most one subscriber. */
export function subscriberStore(dynamo: DynamoDBDocumentClient, table: string, read = readAtOnce(dynamo, table)) {
  async function get(id: string): Promise<Subscriber | undefined> {
    return readSubscriber(await read(subscriberKey(id)))
  }

  return {
    get,

    /** Returns the subscribers that exist, in no order. @param ids at most 100 */
    async getMany(ids: readonly string[]): Promise<Subscriber[]> {
      const items = await batchGet(dynamo, table, ids.map(subscriberKey))
      return items.flatMap((item) => readSubscriber(item) ?? [])
    },

    async find(addressHash: string): Promise<Subscriber | undefined> {
      const owner = await read(addressKey(addressHash))
      return owner && get(String(owner.subscriberId))
    },

    /**
     * `superseded`: the subscriber changed since it was read, or the address belongs to another one. Read it again.
     *
     * @param lifted the suppression of the address that ends with this change, and when
     * @param counting counts the change. If other writers keep the counter busy, the change is saved without being counted
     */
    async save(
      before: Subscriber | undefined,
      after: Subscriber,
      addressHash: string,
      lifted?: Lifted,
      counting?: WriteItem,
    ): Promise<'saved' | 'superseded'> {
      const put = (Item: Record<string, unknown>) => ({ Put: { TableName: table, Item, ...revisionCondition(before) } })
      const others = [
        {
          Put: {
            TableName: table,
            Item: addressItem(addressHash, after),
            ConditionExpression: `attribute_not_exists(pk) OR subscriberId = :id OR ${expired.condition}`,
            ExpressionAttributeValues: { ':id': after.id, ...expired.values() },
          },
        },
        ...(lifted ? removals(table, addressHash, lifted.suppression, lifted.at) : []),
      ]
      const counted = counting && (await count(dynamo, [put(itemOf(after)), ...others], counting))
      if (counted === 'saved' || counted === 'superseded') return counted
      const uncounted = counting ? { ...after, unsubscribedThrough: undefined } : after // nothing to take back later
      return transact(dynamo, [put(itemOf(uncounted)), ...others])
    },

    /**
     * Saves a subscriber under a new address and releases the old one. A subscriber who already has the new address is
     * deleted: both mailboxes confirmed the move, so it is the same person. No import adds the old address again.
     *
     * @param at when they moved
     */
    async move(
      before: Subscriber,
      after: Subscriber,
      hashes: { readonly before: string; readonly after: string },
      occupant: Subscriber | undefined,
      at: string,
    ): Promise<'saved' | 'superseded'> {
      const departure: Departure = { reason: 'moved', at }
      const key = (hash: string) => ({ TableName: table, Key: addressKey(hash) })
      return transact(dynamo, [
        { Put: { TableName: table, Item: itemOf(after), ...revisionCondition(before) } },
        { Delete: { ...key(hashes.before), ...ownedBy(before) } },
        {
          Put: {
            TableName: table,
            Item: { ...addressKey(hashes.after), subscriberId: after.id },
            ...(occupant ? ownedBy(occupant) : unlessTaken()),
          },
        },
        { Delete: { TableName: table, Key: moveKey(after.id) } },
        { Put: { TableName: table, Item: { ...departureKey(hashes.before), departure } } },
        ...(occupant
          ? [{ Delete: { TableName: table, Key: subscriberKey(occupant.id), ...revisionCondition(occupant) } }]
          : []),
      ])
    },

    /**
     * Deletes all data of a subscriber. Only the hash of the address stays, so that no import adds it again.
     *
     * @param counting as in `save`
     */
    async erase(
      subscriber: Subscriber,
      addressHash: string,
      departure: Departure,
      counting?: WriteItem,
    ): Promise<'saved' | 'superseded'> {
      const items = [
        { Delete: { TableName: table, Key: subscriberKey(subscriber.id), ...revisionCondition(subscriber) } },
        { Delete: { TableName: table, Key: addressKey(addressHash) } },
        { Delete: { TableName: table, Key: moveKey(subscriber.id) } },
        { Put: { TableName: table, Item: { ...departureKey(addressHash), departure } } },
      ]
      const counted = counting && (await count(dynamo, items, counting))
      return counted === 'saved' || counted === 'superseded' ? counted : transact(dynamo, items)
    },

    /**
     * Returns confirmed subscribers of a digest in one shard, sorted by id, after a cursor. The result has no cursor on
     * the last page.
     */
    async listRecipients(
      digest: string,
      shard: string,
      cursor: string | undefined,
      limit: number,
    ): Promise<{ readonly subscribers: readonly Subscriber[]; readonly cursor: string | undefined }> {
      const pk = recipientPartition(digest, shard)
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          IndexName: recipientIndex,
          KeyConditionExpression: 'recipients = :pk AND id > :cursor',
          ExpressionAttributeValues: { ':pk': pk, ':cursor': cursor ?? ' ' },
          Limit: limit,
        }),
      )
      const subscribers = Items.map((item) => item.subscriber as Subscriber) // written by `itemOf` only
      return { subscribers, cursor: LastEvaluatedKey ? subscribers.at(-1)?.id : undefined }
    },

    /**
     * Counts the confirmed subscribers of a digest, in one page of each shard: exactly up to some ten thousand of them.
     * `more`: there are more than that.
     */
    async countRecipients(digest: string): Promise<{ readonly readers: number; readonly more: boolean }> {
      const pages = await Promise.all(
        shards.map((shard) =>
          dynamo.send(
            new QueryCommand({
              TableName: table,
              IndexName: recipientIndex,
              KeyConditionExpression: 'recipients = :pk',
              ExpressionAttributeValues: { ':pk': recipientPartition(digest, shard) },
              Select: 'COUNT',
            }),
          ),
        ),
      )
      return {
        readers: pages.reduce((sum, { Count = 0 }) => sum + Count, 0),
        more: pages.some(({ LastEvaluatedKey }) => LastEvaluatedKey !== undefined),
      }
    },

    /**
     * Returns every subscriber, in an order that has no meaning and stays the same. It reads the whole table.
     * @param after the id of a subscriber, to continue after them
     */
    async *list(after?: string): AsyncGenerator<Subscriber> {
      const start = after === undefined ? {} : { ExclusiveStartKey: subscriberKey(after) }
      for await (const page of paginateScan({ client: dynamo }, { TableName: table, ...start })) {
        for (const item of page.Items ?? []) {
          const subscriber = readSubscriber(item)
          if (subscriber) yield subscriber
        }
      }
    },
  }
}

/**
 * Returns the subscriber of a row. DynamoDB deletes expired rows late, and the two rows of a subscriber separately, so
 * expired rows count as deleted.
 */
export function readSubscriber(item: Readonly<Record<string, unknown>> | undefined): Subscriber | undefined {
  const isExpired = item?.expiresAt !== undefined && Number(item.expiresAt) <= Date.now() / 1000
  return isExpired ? undefined : (item?.subscriber as Subscriber | undefined) // written by `itemOf` only
}

/** Holds for an expired row of an address. */
const expired = {
  condition: 'expiresAt <= :now',
  values: () => ({ ':now': Math.floor(Date.now() / 1000) }),
} as const

/** Holds if no subscriber has an address. */
export function unlessTaken() {
  return {
    ConditionExpression: `attribute_not_exists(pk) OR ${expired.condition}`,
    ExpressionAttributeValues: expired.values(),
  }
}

/** Returns the row of an address. It expires together with its subscriber. */
export function addressItem(addressHash: string, subscriber: Subscriber): Record<string, unknown> {
  return { ...addressKey(addressHash), subscriberId: subscriber.id, ...expiry(subscriber) }
}

/** DynamoDB deletes rows with this attribute, in seconds, once it has passed. */
function expiry({ expiresAt }: Subscriber): { readonly expiresAt?: number } {
  return expiresAt === undefined ? {} : { expiresAt: Math.ceil(Date.parse(expiresAt) / 1000) }
}

/** Returns the row of a subscriber. Only confirmed subscribers are in the indexes. */
export function itemOf(subscriber: Subscriber): Record<string, unknown> {
  const { id, digest, state, revision } = subscriber
  const row = { ...subscriberKey(id), revision, subscriber, ...expiry(subscriber) }
  if (state !== 'confirmed') return row
  const { welcome } = subscriber
  return {
    ...row,
    ...{ recipients: recipientPartition(digest, shardOf(id)), id },
    ...(welcome && { welcomeLast: String(welcome.last), welcomeStart: welcomeStart(welcome, subscriber) }),
  }
}

function revisionCondition(before: Subscriber | undefined) {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' }
  return {
    ConditionExpression: 'revision = :revision',
    ExpressionAttributeValues: { ':revision': before.revision },
  }
}

function ownedBy({ id }: Subscriber) {
  return { ConditionExpression: 'subscriberId = :id', ExpressionAttributeValues: { ':id': id } }
}

type WriteItem = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number]

async function transact(dynamo: DynamoDBDocumentClient, items: WriteItem[]): Promise<'saved' | 'superseded'> {
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
    return 'saved'
  } catch (error) {
    return orSuperseded(error)
  }
}

/** Many readers leave through the same issue, but rarely this many at the same moment. */
const countingAttempts = 5
/** Milliseconds by which the longest pause grows with each attempt. */
const pauseStep = 20

/** Writes items together with a counter. `busy`: nothing is written, only because the counter cannot be. */
async function count(
  dynamo: DynamoDBDocumentClient,
  items: WriteItem[],
  counting: WriteItem,
): Promise<'saved' | 'superseded' | 'busy'> {
  for (let attempt = 1; attempt <= countingAttempts; attempt += 1) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [counting, ...items] }))
      return 'saved'
    } catch (error) {
      if (!isBlockedOnlyBy(error, 0)) return orSuperseded(error)
      await sleep(Math.random() * attempt * pauseStep)
    }
  }
  return 'busy'
}

function orSuperseded(error: unknown): 'superseded' {
  if (isConflict(error)) return 'superseded'
  throw error
}
