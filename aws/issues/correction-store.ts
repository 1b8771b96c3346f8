import { type DynamoDBDocumentClient, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { issueId } from '../../core/issues/issue.ts'
import type { MentionedCorrection, PendingCorrection, Taken } from '../../core/issues/issue-contents.ts'
import { correctionKey, mentionKey, recentCorrectionKey, takenKey } from '../../core/keys.ts'

export type CorrectionStore = ReturnType<typeof correctionStore>

/** Stores which issues took an article, which corrections of mailed articles are pending, and which issues told of them. */
export function correctionStore(dynamo: DynamoDBDocumentClient, table: string) {
  const put = (Item: Record<string, unknown>) => dynamo.send(new PutCommand({ TableName: table, Item }))
  const listAll = async (pk: string): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = []
    const input = { ...partition(table, pk), ConsistentRead: true }
    for await (const page of paginateQuery({ client: dynamo }, input)) items.push(...(page.Items ?? []))
    return items
  }
  return {
    /** Lists the corrections that the next issue of a digest must mention, at most `limit`. */
    async list(digest: string, limit: number): Promise<PendingCorrection[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({ ...partition(table, correctionKey(digest, '').pk), ConsistentRead: true, Limit: limit }),
      )
      return Items.map((item) => ({ articleId: String(item.sk), revision: Number(item.revision) }))
    },

    /** @param correction that the article has already */
    async putTaken(articleId: string, digest: string, number: number, correction?: string): Promise<void> {
      await put({ ...takenKey(articleId, digest), number, correction })
    },

    /** Lists the issues, of every digest, that took an article. */
    async listTaken(articleId: string): Promise<Taken[]> {
      const items = await listAll(takenKey(articleId, '').pk)
      return items.map((item) => ({
        issueId: issueId({ digest: String(item.sk), number: Number(item.number) }),
        correction: item.correction as string | undefined, // only `putTaken` writes it
      }))
    },

    /** Stores that an issue tells some readers of a correction. */
    async putMention(articleId: string, correction: string, issue: IssueName): Promise<void> {
      await put({ ...mentionKey(articleId, issueId(issue)), correction })
    },

    /** Lists the ids of the issues, of every digest, that told readers of a correction. */
    async listMentions(articleId: string, correction: string): Promise<string[]> {
      const items = await listAll(mentionKey(articleId, '').pk)
      return items.filter((item) => item.correction === correction).map((item) => String(item.sk))
    },

    /** Stores that an issue is the first of its digest to mention a correction. */
    async putRecent(articleId: string, correction: string, issue: IssueName & { composedAt: string }): Promise<void> {
      const { digest, composedAt: at } = issue
      await put({ ...recentCorrectionKey(at, issueId(issue), articleId), articleId, correction, digest, at })
    },

    /** Lists corrections that issues have mentioned since an instant, at most `limit`, newest first. */
    async listRecent(since: string, limit: number): Promise<MentionedCorrection[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk > :since',
          ExpressionAttributeValues: { ':pk': recentCorrectionKey('', '', '').pk, ':since': since },
          ...{ ConsistentRead: true, ScanIndexForward: false, Limit: limit },
        }),
      )
      return Items as MentionedCorrection[] // only `putRecent` writes them
    },
  }
}

type IssueName = { readonly digest: string; readonly number: number }

function partition(table: string, pk: string) {
  return { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
}
