import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { permissionKey } from '../../core/keys.ts'
import type { PermissionWalk } from '../../core/permission/walk.ts'

export type PermissionStore = ReturnType<typeof permissionStore>

export type StoredWalk = { readonly walk: PermissionWalk; readonly revision: number }

/** The walk that finds the readers who are asked whether they still want the mails. */
export function permissionStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(): Promise<StoredWalk | undefined> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: permissionKey, ConsistentRead: true }))
      return Item && { walk: Item.walk as PermissionWalk, revision: Number(Item.revision) } // only `save` writes it
    },

    /** `superseded`: another run has continued the walk. */
    async save(before: StoredWalk | undefined, walk: PermissionWalk): Promise<StoredWalk | 'superseded'> {
      const revision = (before?.revision ?? 0) + 1
      const condition = before
        ? { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': before.revision } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }
      try {
        const Item = { ...permissionKey, walk, revision }
        await dynamo.send(new PutCommand({ TableName: table, Item, ...condition }))
        return { walk, revision }
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded'
        throw error
      }
    },
  }
}
