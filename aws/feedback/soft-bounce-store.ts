import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { softBounceLifetime } from '../../core/feedback/limits.ts'
import type { SoftBounces } from '../../core/feedback/soft-bounces.ts'
import { softBounceKey } from '../../core/keys.ts'

export type SoftBounceStore = ReturnType<typeof softBounceStore>

/** Soft bounces, and the version of their row. */
export type StoredSoftBounces = { readonly row: SoftBounces; readonly version: number | undefined }

/** Stores which issues bounced softly in a row, by keyed hash of the address. Most addresses have no row. */
export function softBounceStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** @param ConsistentRead false: the row may be a second old, and the read costs half as much */
    async get(addressHash: string, ConsistentRead = true): Promise<StoredSoftBounces | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: softBounceKey(addressHash), ConsistentRead }),
      )
      if (!Item) return undefined
      // Former versions stored a set of issues, without a version.
      const row = (Item.row as SoftBounces | undefined) ?? { issues: [...(Item.issues as Set<string>)] } // only `save` writes it
      return { row, version: Item.version === undefined ? undefined : Number(Item.version) }
    },

    /** Replaces what was read; removes it if `after` is undefined. `superseded`: it has changed since it was read. */
    async save(
      addressHash: string,
      before: StoredSoftBounces | undefined,
      after: SoftBounces | undefined,
      now: Date,
    ): Promise<'saved' | 'superseded'> {
      const key = { TableName: table, ...conditionOn(before) }
      const expiresAt = Math.floor(now.getTime() / 1000) + softBounceLifetime
      const Item = { ...softBounceKey(addressHash), row: after, version: (before?.version ?? 0) + 1, expiresAt }
      try {
        if (after) await dynamo.send(new PutCommand({ ...key, Item }))
        else await dynamo.send(new DeleteCommand({ ...key, Key: softBounceKey(addressHash) }))
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded'
        throw error
      }
      return 'saved'
    },
  }
}

/** The attributes of a row without bounces. Its version is higher than that of any row before it. */
export function liftedItem(at: Date) {
  const row: SoftBounces = { issues: [], liftedAt: at.toISOString() }
  return { row, version: at.getTime(), expiresAt: Math.floor(at.getTime() / 1000) + softBounceLifetime }
}

function conditionOn(before: StoredSoftBounces | undefined) {
  if (before === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' }
  if (before.version === undefined) return { ConditionExpression: 'attribute_not_exists(version)' }
  return { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': before.version } }
}
