import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { readIssueId } from '../../core/issues/issue.ts'
import { type Key, unsubscriptionsKey } from '../../core/keys.ts'
import type { UnsubscriptionChange } from '../../core/subscribers/unsubscription.ts'

export type UnsubscriptionStore = ReturnType<typeof unsubscriptionStore>

/** The number of readers who left through each issue. Senders never write these rows. */
export function unsubscriptionStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Returns the part of a transaction that counts. The other part changes the subscriber, so each change counts once. */
    plan(change: UnsubscriptionChange | undefined) {
      const issue = change && readIssueId(change.issueId)
      if (!issue) return undefined
      const Key: Key = unsubscriptionsKey(issue.digest, issue.number)
      const count = { UpdateExpression: 'ADD readers :by', ExpressionAttributeValues: { ':by': change.by } }
      return { Update: { TableName: table, Key, ...count } }
    },

    async get(digest: string, number: number): Promise<number> {
      const Key = unsubscriptionsKey(digest, number)
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key }))
      return Number(Item?.readers ?? 0)
    },

    /** Returns the counts of a digest's issues by number. Issues through which nobody left are missing. */
    async list(digest: string): Promise<ReadonlyMap<number, number>> {
      const counts = new Map<number, number>()
      const { pk } = unsubscriptionsKey(digest, 0)
      const input = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) {
        for (const { sk, readers } of Items) if (Number(readers) !== 0) counts.set(Number(sk), Number(readers))
      }
      return counts
    },
  }
}
