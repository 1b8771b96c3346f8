import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Article, UploadRecord } from '../../core/articles/article.ts'
import type { Listing } from '../../core/articles/listing.ts'
import { articleKey, dueKey, listingKey, slugKey } from '../../core/keys.ts'
import { saveRecord } from './article-transaction.ts'

export type ArticleStore = ReturnType<typeof articleStore>

/** The articles and every listing they stand in, changed together or not at all. */
export function articleStore(dynamo: DynamoDBDocumentClient, table: string, issuesTable: string) {
  return {
    async get(id: string): Promise<UploadRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: articleKey(id), ConsistentRead: true }),
      )
      return Item?.record as UploadRecord | undefined // written by `save` alone
    },

    /**
     * Stores what an upload came to. `superseded`: the record, or what digests took of it, changed since it was read;
     * `slug-taken`: another article has the slug. Either way nothing was stored.
     */
    save(
      before: UploadRecord | undefined,
      after: UploadRecord,
      digests: readonly string[],
    ): Promise<'saved' | 'superseded' | 'slug-taken'> {
      return saveRecord(dynamo, { articles: table, issues: issuesTable }, before, after, digests)
    },

    /** The records that there are, in no order. */
    async getAll(ids: readonly string[]): Promise<UploadRecord[]> {
      const records: UploadRecord[] = []
      for (let left: Record<string, unknown>[] = [...new Set(ids)].map(articleKey); left.length > 0; ) {
        const request = { [table]: { Keys: left.slice(0, 100), ConsistentRead: true } }
        const { Responses, UnprocessedKeys } = await dynamo.send(new BatchGetCommand({ RequestItems: request }))
        for (const item of Responses?.[table] ?? []) records.push(item.record as UploadRecord) // written by `save` alone
        left = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...left.slice(100)]
      }
      return records
    },

    /** The record of the article that has a slug. */
    async getOwner(slug: string): Promise<UploadRecord | undefined> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: slugKey(slug), ConsistentRead: true }))
      return Item && this.get(Item.articleId as string) // written by `save` alone
    },

    /** The newest live articles of a listing, or all of them, newest first. */
    async list(listing: Listing, limit = Number.POSITIVE_INFINITY): Promise<Article[]> {
      const articles: Article[] = []
      for await (const page of paginateQuery({ client: dynamo }, newestFirst(table, listing, limit))) {
        for (const item of page.Items ?? []) articles.push(item.article as Article) // written by `save` alone
        if (articles.length >= limit) break
      }
      return articles.slice(0, limit)
    },

    /** Keys of held articles that were due at an instant, oldest first; at most `limit`. */
    async listDue(now: string, limit: number): Promise<string[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk <= :now',
          ExpressionAttributeValues: { ':pk': dueKey('', '').pk, ':now': `${now}$` }, // `$` sorts after `#`
          Limit: limit,
        }),
      )
      return Items.map((item) => item.uploadKey as string) // written by `save` alone
    },
  }
}

function newestFirst(table: string, listing: Listing, limit: number) {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': listingKey(listing, '').pk },
    ScanIndexForward: false,
    ...(Number.isFinite(limit) ? { Limit: limit } : {}),
  }
}
