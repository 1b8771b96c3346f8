import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, paginateScan, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { addressKey, departureKey, type Key, subscriberKey, suppressionKey } from '../../core/keys.ts'
import { combineDepartures, reasonsBelow } from '../../core/subscribers/departure.ts'
import type { KnownAddress } from '../../core/subscribers/plan-admission.ts'
import type { Departure, Subscriber, Suppression } from '../../core/subscribers/subscriber.ts'
import { combineSuppressions } from '../../core/subscribers/suppression.ts'
import { batchGet } from '../batch-get.ts'
import { isConflict } from '../conflict.ts'
import { addressItem, itemOf, readSubscriber, unlessTaken } from './subscriber-store.ts'

/** Addresses per request: each needs up to three items, and DynamoDB accepts 100. */
export const addressesAtOnce = 33

/** Items that DynamoDB reads in one request. */
const keysAtOnce = 100

/** A suppression or a departure, and the id of the key of its hash if that is a former one. */
export type StoredMemory = {
  readonly place: string
  readonly hash: string
  readonly hashKey: string | undefined
  readonly suppression: Suppression | undefined
  readonly departure: Departure | undefined
}

export type AddressStore = ReturnType<typeof addressStore>

/** All that is stored about addresses, by their keyed hashes, for imports and exports. */
export function addressStore(dynamo: DynamoDBDocumentClient, table: string) {
  /** Returns rows by their partition: each partition has one row. */
  const read = async (keys: readonly Key[]) =>
    new Map((await batchGet(dynamo, table, keys)).map((row) => [String(row.pk), row]))

  const readAll = async (keys: readonly Key[]) => {
    const rows = new Map<string, Record<string, unknown>>()
    for (let start = 0; start < keys.length; start += keysAtOnce) {
      for (const [pk, row] of await read(keys.slice(start, start + keysAtOnce))) rows.set(pk, row)
    }
    return rows
  }

  return {
    /**
     * Returns results in the order of the hashes.
     *
     * @param hashes at most `addressesAtOnce`
     * @param former by hash, those of the same address with the keys of former stacks
     */
    async lookUp(
      hashes: readonly string[],
      former: ReadonlyMap<string, readonly string[]> = new Map(),
    ): Promise<readonly KnownAddress[]> {
      const unique = [...new Set(hashes)]
      const older = await readAll(unique.flatMap((hash) => (former.get(hash) ?? []).flatMap(rememberingKeys)))
      const rows = await read(unique.flatMap((hash) => [addressKey(hash), suppressionKey(hash), departureKey(hash)]))
      const ids = unique.flatMap((hash) => rows.get(addressKey(hash).pk)?.subscriberId ?? [])
      const subscribers = await read(ids.map((id) => subscriberKey(String(id))))
      return hashes.map((hash) => {
        const id = rows.get(addressKey(hash).pk)?.subscriberId
        return {
          subscriber: readSubscriber(subscribers.get(subscriberKey(String(id)).pk)),
          ...[rememberedIn(rows, hash), ...(former.get(hash) ?? []).map((each) => rememberedIn(older, each))].reduce(
            combine,
          ),
        }
      })
    },

    /** Adds all or none, at most `addressesAtOnce`. `superseded`: one of the addresses now has a subscriber. */
    async addAll(
      subscribers: readonly { readonly subscriber: Subscriber; readonly hash: string }[],
    ): Promise<'saved' | 'superseded'> {
      if (subscribers.length === 0) return 'saved'
      const items = subscribers.flatMap(({ subscriber, hash }) => [
        { Put: { TableName: table, Item: itemOf(subscriber), ConditionExpression: 'attribute_not_exists(pk)' } },
        { Put: { TableName: table, Item: addressItem(hash, subscriber), ...unlessTaken() } },
      ])
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
        return 'saved'
      } catch (error) {
        if (isConflict(error)) return 'superseded'
        throw error
      }
    },

    /**
     * Yields everything that is remembered about addresses, and who has unsubscribed since an instant, in no order. It reads
     * the whole table.
     */
    async *listRemembered(since: string): AsyncGenerator<StoredMemory | { readonly left: Subscriber }> {
      for await (const page of paginateScan({ client: dynamo }, { TableName: table })) {
        for (const { pk, suppression, departure, hashKey, subscriber } of page.Items ?? []) {
          const left = subscriber as Subscriber | undefined // by the subscriber store
          if (left?.state === 'unsubscribed' && (left.unsubscribedAt ?? '') >= since) yield { left }
          const [kind, hash = ''] = String(pk).split('#')
          if (kind !== 'suppression' && kind !== 'departure') continue
          const key = hashKey === undefined ? undefined : String(hashKey)
          yield { place: String(pk), hash, hashKey: key, suppression, departure } as StoredMemory // by the stores
        }
      }
    },

    /** Returns the places, as `listRemembered` names them, of what is remembered under these keys. */
    async findPlaces(keys: readonly Key[]): Promise<readonly string[]> {
      return [...(await readAll(keys)).keys()]
    },

    /**
     * Records a departure. One that is already stored and means as much stays.
     *
     * @param hashKey the id of the key of the hash, if it is not the publication's own
     */
    async addDeparture(addressHash: string, departure: Departure, hashKey?: string): Promise<void> {
      const weaker = reasonsBelow(departure.reason)
      const values = Object.fromEntries(weaker.map((reason, index) => [`:r${index}`, reason]))
      const replaces = {
        ConditionExpression: `attribute_not_exists(pk) OR departure.reason IN (${Object.keys(values).join(', ')})`,
        ExpressionAttributeValues: values,
      }
      const adds = { ConditionExpression: 'attribute_not_exists(pk)' }
      try {
        const Item = { ...departureKey(addressHash), departure, ...(hashKey !== undefined && { hashKey }) }
        await dynamo.send(new PutCommand({ TableName: table, Item, ...(weaker.length > 0 ? replaces : adds) }))
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
  }
}

const rememberingKeys = (hash: string): Key[] => [suppressionKey(hash), departureKey(hash)]

function rememberedIn(rows: ReadonlyMap<string, Record<string, unknown>>, hash: string): Remembered {
  return {
    suppression: rows.get(suppressionKey(hash).pk)?.suppression as Suppression | undefined, // by the suppression store
    departure: rows.get(departureKey(hash).pk)?.departure as Departure | undefined, // by `addDeparture`, `erase` or `move`
  }
}

type Remembered = Pick<KnownAddress, 'suppression' | 'departure'>

function combine(one: Remembered, other: Remembered): Remembered {
  const suppressions = [one.suppression, other.suppression].flatMap((each) => each ?? [])
  return {
    suppression: suppressions.length > 0 ? suppressions.reduce(combineSuppressions) : undefined,
    departure: combineDepartures(one.departure, other.departure),
  }
}
