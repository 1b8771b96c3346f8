import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { addressKey, departureKey, type Key, subscriberKey, suppressionKey } from '../../core/keys.ts'
import { reasonsBelow } from '../../core/subscribers/departure.ts'
import type { KnownAddress } from '../../core/subscribers/plan-admission.ts'
import type { Departure, Subscriber, Suppression } from '../../core/subscribers/subscriber.ts'
import { batchGet } from '../batch-get.ts'
import { isConflict } from '../conflict.ts'
import { addressItem, itemOf, readSubscriber, unlessTaken } from './subscriber-store.ts'

/** Addresses per request: each needs up to three items, and DynamoDB accepts 100. */
export const addressesAtOnce = 33

export type AddressStore = ReturnType<typeof addressStore>

/** All that is stored about addresses, by their keyed hashes, for imports and exports. */
export function addressStore(dynamo: DynamoDBDocumentClient, table: string) {
  /** Returns rows by their partition: each partition has one row. */
  const read = async (keys: readonly Key[]) =>
    new Map((await batchGet(dynamo, table, keys)).map((row) => [String(row.pk), row]))

  return {
    /** Returns results in the order of the hashes. @param hashes at most `addressesAtOnce` */
    async lookUp(hashes: readonly string[]): Promise<readonly KnownAddress[]> {
      const unique = [...new Set(hashes)]
      const rows = await read(unique.flatMap((hash) => [addressKey(hash), suppressionKey(hash), departureKey(hash)]))
      const ids = unique.flatMap((hash) => rows.get(addressKey(hash).pk)?.subscriberId ?? [])
      const subscribers = await read(ids.map((id) => subscriberKey(String(id))))
      return hashes.map((hash) => {
        const id = rows.get(addressKey(hash).pk)?.subscriberId
        return {
          subscriber: readSubscriber(subscribers.get(subscriberKey(String(id)).pk)),
          suppression: rows.get(suppressionKey(hash).pk)?.suppression as Suppression | undefined, // by the suppression store
          departure: rows.get(departureKey(hash).pk)?.departure as Departure | undefined, // by `addDeparture` or `erase`
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

    /** Records a departure. One that is already stored and means as much stays. */
    async addDeparture(addressHash: string, departure: Departure): Promise<void> {
      const weaker = reasonsBelow(departure.reason)
      const values = Object.fromEntries(weaker.map((reason, index) => [`:r${index}`, reason]))
      const replaces = {
        ConditionExpression: `attribute_not_exists(pk) OR departure.reason IN (${Object.keys(values).join(', ')})`,
        ExpressionAttributeValues: values,
      }
      const adds = { ConditionExpression: 'attribute_not_exists(pk)' }
      try {
        const Item = { ...departureKey(addressHash), departure }
        await dynamo.send(new PutCommand({ TableName: table, Item, ...(weaker.length > 0 ? replaces : adds) }))
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
  }
}
