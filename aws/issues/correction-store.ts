import { type DynamoDBDocumentClient, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { issueId } from '../../core/issues/issue.ts'
import type { PendingCorrection } from '../../core/issues/issue-contents.ts'
import { correctionKey, takenKey } from '../../core/keys.ts'

/** Which issues took an article, and the corrections of articles that were mailed. */
export function correctionStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** The corrections that a digest's next issue has to bring; at most `limit`. */
    async list(digest: string, limit: number): Promise<PendingCorrection[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({ ...partition(table, correctionKey(digest, '').pk), ConsistentRead: true, Limit: limit }),
      )
      return Items.map((item) => ({ articleId: String(item.sk), revision: Number(item.revision) }))
    },

    async putTaken(articleId: string, digest: string, number: number): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...takenKey(articleId, digest), number } }))
    },

    /** Ids of the issues that took an article, of every digest. */
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
