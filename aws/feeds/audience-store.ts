import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { AudienceDay } from '../../core/audience/weekly-audience.ts'
import { audienceKey } from '../../core/keys.ts'

/** How many people read each feed, by day. */
export function audienceStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Stores the counts of a day in place of earlier ones. */
    async put({ day, feeds }: AudienceDay): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...audienceKey(day), feeds } }))
    },

    /** Lists the days from one on, oldest first. */
    async list(from: string): Promise<readonly AudienceDay[]> {
      const days: AudienceDay[] = []
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': audienceKey(from).pk, ':from': from },
      }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) {
        days.push(...Items.map(({ sk, feeds }) => ({ day: String(sk), feeds: feeds as AudienceDay['feeds'] }))) // only `put` writes it
      }
      return days
    },
  }
}
