import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { rateKey } from '../../core/keys.ts'

/** Counts how often someone asked within a window of time; the counters expire by themselves. */
export function rateStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Counts one more and answers how many there are in the window now. @param seconds length of the window. */
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
