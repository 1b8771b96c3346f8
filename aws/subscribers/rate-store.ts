import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { rateKey } from '../../core/keys.ts'

/** Counts requests within windows of time. DynamoDB deletes expired counters. */
export function rateStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * Counts a request and returns the number of requests in the present window.
     * @param seconds length of the window
     */
    async add(subject: string, seconds: number, now: Date): Promise<number> {
      const window = Math.floor(now.getTime() / 1000 / seconds)
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: rateKey(subject, String(window)),
          UpdateExpression: 'ADD requests :one SET expiresAt = :end',
          ExpressionAttributeValues: { ':one': 1, ':end': (window + 2) * seconds },
          ReturnValues: 'UPDATED_NEW',
        }),
      )
      return Number(Attributes?.requests)
    },
  }
}
