import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { softBounceLifetime } from '../../core/feedback/limits.ts'
import { softBounceKey } from '../../core/keys.ts'

export type SoftBounceStore = ReturnType<typeof softBounceStore>

/** Stores which issues bounced softly since a mail was last delivered to an address, by keyed hash of the address. */
export function softBounceStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Returns the number of issues that have bounced; the same issue counts once. */
    async add(addressHash: string, issue: string, now: Date): Promise<number> {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: softBounceKey(addressHash),
          UpdateExpression: 'ADD issues :issue SET expiresAt = :end',
          ExpressionAttributeValues: {
            ':issue': new Set([issue]),
            ':end': Math.floor(now.getTime() / 1000) + softBounceLifetime,
          },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return Attributes?.issues instanceof Set ? Attributes.issues.size : 0
    },

    /** Reads first, because most addresses have no row and a read costs less than a delete. */
    async clear(addressHash: string): Promise<void> {
      const Key = softBounceKey(addressHash)
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key }))
      if (Item) await dynamo.send(new DeleteCommand({ TableName: table, Key }))
    },
  }
}
