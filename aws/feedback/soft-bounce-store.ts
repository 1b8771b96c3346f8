import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { softBounceKey } from '../../core/keys.ts'

/** Seconds that a soft bounce counts. */
const memory = 60 * 24 * 60 * 60

/** Bounces that may pass by themselves, by keyed hash of the address, since a mail was delivered there. */
export function softBounceStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Answers for how many issues there are bounces now; the same issue counts once. */
    async add(addressHash: string, issue: string, now: Date): Promise<number> {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: softBounceKey(addressHash),
          UpdateExpression: 'ADD issues :issue SET expiresAt = :end',
          ExpressionAttributeValues: {
            ':issue': new Set([issue]),
            ':end': Math.floor(now.getTime() / 1000) + memory,
          },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return Attributes?.issues instanceof Set ? Attributes.issues.size : 0
    },

    /** Reading is cheaper than removing what is hardly ever there. */
    async clear(addressHash: string): Promise<void> {
      const Key = softBounceKey(addressHash)
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key }))
      if (Item) await dynamo.send(new DeleteCommand({ TableName: table, Key }))
    },
  }
}
