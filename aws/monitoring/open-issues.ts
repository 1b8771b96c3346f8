import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { issueKey, openIssuesPartition } from '../../core/keys.ts'
import type { OpenIssue } from '../../core/monitoring/open-issues.ts'
import { batchGet } from '../batch-get.ts'

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
  if (Items.length === 0) return []
  const keys = Items.map(({ digest, number }) => issueKey(digest, Number(number)))
  const records = (await batchGet(dynamo, table, keys)).map(({ issue }) => issue as IssueRecord) // only the issue store writes it
  return records.flatMap((record) => {
    const item = Items.find(({ digest, number }) => digest === record.digest && Number(number) === record.number)
    return item ? [{ record, lateAt: String(item.lateAt) }] : []
  })
}
