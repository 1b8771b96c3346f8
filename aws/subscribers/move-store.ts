import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { moveKey } from '../../core/keys.ts'

/** Seconds until a new address that nobody confirms is forgotten: as long as the link to confirm it works. */
const lasting = 24 * 60 * 60

/** New addresses of subscribers, which are still to be confirmed there. */
export function moveStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Of several new addresses the last one counts. */
    async put(subscriberId: string, address: string, now: Date): Promise<void> {
      const expiresAt = Math.ceil(now.getTime() / 1000) + lasting
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
