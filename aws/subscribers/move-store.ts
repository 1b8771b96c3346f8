import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { moveKey } from '../../core/keys.ts'
import { tokenDays } from '../../core/subscribers/limits.ts'

/** Seconds until an unconfirmed new address is deleted: as long as the link to confirm it is valid. */
const lifetime = tokenDays.move * 24 * 60 * 60

/** New addresses that subscribers have entered and not confirmed yet. */
export function moveStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Replaces a new address that was entered before. */
    async put(subscriberId: string, address: string, now: Date): Promise<void> {
      const expiresAt = Math.ceil(now.getTime() / 1000) + lifetime
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...moveKey(subscriberId), address, expiresAt } }))
    },

    async get(subscriberId: string): Promise<string | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: moveKey(subscriberId), ConsistentRead: true }),
      )
      return Item && String(Item.address)
    },
  }
}
