import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { openIssuesPartition } from '../../core/keys.ts'

/** An issue that has not ended. */
export type OpenIssue = { readonly digest: string; readonly number: number; readonly lateAt: string }

/** Lists the issues that have not ended: at most a hundred, because more would be reported in the same way. */
export async function listOpenIssues(dynamo: DynamoDBDocumentClient, table: string): Promise<readonly OpenIssue[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': openIssuesPartition },
      Limit: 100,
    }),
  )
  return Items.map(({ digest, number, lateAt }) => ({ digest, number: Number(number), lateAt }))
}
