import { isDeepStrictEqual } from 'node:util'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { softBounceKey, suppressionKey } from '../../core/keys.ts'
import type { Suppression } from '../../core/subscribers/subscriber.ts'
import { combineSuppressions } from '../../core/subscribers/suppression.ts'
import { batchGet } from '../batch-get.ts'
import { isConflict } from '../conflict.ts'
import { readAtOnce } from '../read-item.ts'
import { saveWithRetry } from '../save-with-retry.ts'
import { liftedItem } from './soft-bounce-store.ts'

export type SuppressionStore = ReturnType<typeof suppressionStore>

/** Stores addresses that must not be mailed, by keyed hash. They are separate from subscribers, so imports keep them. */
export function suppressionStore(dynamo: DynamoDBDocumentClient, table: string, read = readAtOnce(dynamo, table)) {
  async function get(addressHash: string): Promise<Suppression | undefined> {
    const item = await read(suppressionKey(addressHash))
    return item?.suppression as Suppression | undefined // only `replace` writes it
  }

  /** Replaces what was read. `superseded`: another suppression is stored now. */
  async function replace(
    addressHash: string,
    before: Suppression | undefined,
    suppression: Suppression,
    hashKey?: string,
  ): Promise<'saved' | 'superseded'> {
    const Item = { ...suppressionKey(addressHash), suppression, ...(hashKey !== undefined && { hashKey }) }
    try {
      await dynamo.send(new PutCommand({ TableName: table, Item, ...isStored(before) }))
      return 'saved'
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'superseded'
      throw error
    }
  }

  return {
    get,
    replace,

    /** Returns those of up to 100 addresses that are suppressed, by hash. */
    async getMany(hashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>> {
      const items = await batchGet(dynamo, table, hashes.map(suppressionKey))
      const entries = items.map((item) => [String(item.pk), item.suppression as Suppression] as const) // only `replace` writes it
      const byKey = new Map(entries)
      return new Map(
        hashes.flatMap((hash) => {
          const suppression = byKey.get(suppressionKey(hash).pk)
          return suppression ? [[hash, suppression] as const] : []
        }),
      )
    },

    /**
     * Adds a suppression. If the address has one already, the result is that of `combineSuppressions`, in any order.
     *
     * @param hashKey the id of the key of the hash, if it is not the publication's own
     */
    async add(addressHash: string, suppression: Suppression, hashKey?: string): Promise<void> {
      if ((await replace(addressHash, undefined, suppression, hashKey)) === 'saved') return
      await saveWithRetry(async () => {
        const before = await get(addressHash)
        const after = before ? combineSuppressions(before, suppression) : suppression
        return isDeepStrictEqual(before, after) ? 'saved' : replace(addressHash, before, after, hashKey)
      })
    },

    /**
     * Removes what was read, and the soft bounces before it. `superseded`: another suppression is stored now.
     *
     * @param liftedAt the instant up to which bounces count no more; undefined if the suppression is not lifted, but moved
     */
    async remove(
      addressHash: string,
      before: Suppression | undefined,
      liftedAt?: Date,
    ): Promise<'saved' | 'superseded'> {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: removals(table, addressHash, before, liftedAt) }))
        return 'saved'
      } catch (error) {
        if (isConflict(error)) return 'superseded'
        throw error
      }
    },
  }
}

/** The parts of a transaction that remove a suppression, and the soft bounces before it. @param liftedAt as in `remove` */
export function removals(table: string, addressHash: string, before: Suppression | undefined, liftedAt?: Date) {
  const Key = softBounceKey(addressHash)
  return [
    { Delete: { TableName: table, Key: suppressionKey(addressHash), ...isStored(before) } },
    liftedAt
      ? { Put: { TableName: table, Item: { ...Key, ...liftedItem(liftedAt) } } }
      : { Delete: { TableName: table, Key } },
  ]
}

function isStored(before: Suppression | undefined) {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' }
  return { ConditionExpression: 'suppression = :before', ExpressionAttributeValues: { ':before': before } }
}
