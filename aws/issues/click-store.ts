import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { clickKey, clickParts } from '../../core/keys.ts'

/** How often the links of an issue were opened. Nothing about readers is stored. */
export type ClickStore = ReturnType<typeof clickStore>

export function clickStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** @param part one of `clickParts`, at random */
    async count(issueId: string, linkId: string, part: string, abortSignal?: AbortSignal): Promise<void> {
      const update = {
        TableName: table,
        Key: clickKey(issueId, part, linkId),
        UpdateExpression: 'ADD clicks :one',
        ExpressionAttributeValues: { ':one': 1 },
      }
      await dynamo.send(new UpdateCommand(update), abortSignal && { abortSignal })
    },

    /** Adds up the clicks of each link that was opened, by the id of the link. */
    async read(issueId: string): Promise<ReadonlyMap<string, number>> {
      const totals = new Map<string, number>()
      await Promise.all(
        clickParts.map(async (part) => {
          const input = {
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': clickKey(issueId, part, '').pk },
          }
          for await (const { Items = [] } of paginateQuery({ client: dynamo }, input))
            for (const { sk, clicks } of Items) totals.set(sk, (totals.get(sk) ?? 0) + Number(clicks))
        }),
      )
      return totals
    },
  }
}
