import { type DynamoDBDocumentClient, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { issueId } from '../../core/issues/issue.ts'
import type { PendingCorrection } from '../../core/issues/issue-contents.ts'
import { correctionKey, takenKey } from '../../core/keys.ts'

/** Stores which issues took an article, and which corrections of mailed articles are pending. */
export function correctionStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Lists the corrections that the next issue of a digest must mention, at most `limit`. */
    async list(digest: string, limit: number): Promise<PendingCorrection[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({ ...partition(table, correctionKey(digest, '').pk), ConsistentRead: true, Limit: limit }),
      )
      return Items.map((item) => ({ articleId: String(item.sk), revision: Number(item.revision) }))
    },

    async putTaken(articleId: string, digest: string, number: number): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...takenKey(articleId, digest), number } }))
    },

    /** Lists the ids of the issues, of every digest, that took an article. */
    async listTaken(articleId: string): Promise<string[]> {
      const ids: string[] = []
      const input = { ...partition(table, takenKey(articleId, '').pk), ConsistentRead: true }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) {
        ids.push(...Items.map((item) => issueId({ digest: String(item.sk), number: Number(item.number) })))
      }
      return ids
    },
  }
}

function partition(table: string, pk: string) {
  return { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
}
