import { type DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Article, UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import type { Listing } from '../../core/articles/listing.ts'
import { articleKey, dueKey, listingKey, movedKey, pageListingKey, slugKey } from '../../core/keys.ts'
import { batchGet } from '../batch-get.ts'
import { readAtOnce } from '../read-item.ts'
import { readWaiting, saveRecord, type Taking } from './article-transaction.ts'

export type ArticleStore = ReturnType<typeof articleStore>

/** The records of uploads and the listings of live articles. */
export function articleStore(
  dynamo: DynamoDBDocumentClient,
  table: string,
  issuesTable: string,
  read = readAtOnce(dynamo, table),
) {
  async function listRows(partition: string, limit = Number.POSITIVE_INFINITY): Promise<Article[]> {
    const articles: Article[] = []
    for await (const page of paginateQuery({ client: dynamo }, newestFirst(table, partition, limit))) {
      for (const item of page.Items ?? []) articles.push(item.article as Article) // only `save` writes it
      if (articles.length >= limit) break
    }
    return articles.slice(0, limit)
  }

  return {
    async get(id: string): Promise<UploadRecord | undefined> {
      return (await read(articleKey(id)))?.record as UploadRecord | undefined // only `save` writes it
    },

    /**
     * Returns the record of an article. It is that of another key if the file was moved. If no record has the article, it
     * is that of the key under which the article was first published.
     */
    async find(id: string): Promise<UploadRecord | undefined> {
      const record = await this.get(id)
      if (record?.article?.id === id) return record
      const place = await read(movedKey(id))
      const moved = place && (await this.get(place.recordId as string)) // only `save` writes it
      if (moved?.article?.id === id) return moved
      return record?.article === undefined ? record : undefined
    },

    /** Returns the records of upload keys. If the article of a key was moved, it is the record that has the article now. */
    async getTargets(keys: readonly string[]): Promise<{ readonly key: string; readonly record: UploadRecord }[]> {
      const records = await this.getAll(keys.map(articleId))
      return Promise.all(
        records.map(async (own) => {
          const isGone = own.article === undefined && own.movedTo !== undefined
          return { key: own.key, record: (isGone ? await this.find(own.id) : undefined) ?? own }
        }),
      )
    },

    /**
     * Stores a record and all rows that follow from it, or nothing. `superseded`: the record has changed since it was
     * read, or an issue has taken the article; `slug-taken`: another article has the slug.
     */
    save(
      previous: UploadRecord | undefined,
      next: UploadRecord,
      digests: readonly string[],
      taking: Taking = {},
    ): Promise<'saved' | 'superseded' | 'slug-taken'> {
      return saveRecord(dynamo, { articles: table, issues: issuesTable }, previous, next, digests, taking)
    },

    /** Returns the digests that have not taken an article yet. */
    listWaiting(record: UploadRecord, digests: readonly string[]): Promise<readonly string[]> {
      return readWaiting(dynamo, { articles: table, issues: issuesTable }, record, digests)
    },

    /** Returns the records that exist, in no particular order. */
    async getAll(ids: readonly string[]): Promise<UploadRecord[]> {
      const keys = [...new Set(ids)].map(articleKey)
      const records: UploadRecord[] = []
      for (let start = 0; start < keys.length; start += 100) {
        const items = await batchGet(dynamo, table, keys.slice(start, start + 100))
        for (const item of items) records.push(item.record as UploadRecord) // only `save` writes it
      }
      return records
    },

    /** Returns the record of the article that has a slug. */
    async getOwner(slug: string): Promise<UploadRecord | undefined> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: slugKey(slug), ConsistentRead: true }))
      return Item && this.get(Item.articleId as string) // only `save` writes it
    },

    /** Returns the live articles of a listing, in the order of its feed: the one that went live last comes first. */
    list(listing: Listing, limit?: number): Promise<Article[]> {
      return listRows(listingKey(listing, '').pk, limit)
    },

    /**
     * Returns the newest live articles of a listing by their dates. Articles that a former version of this program stored
     * are missing until their uploads have been read again. The listing must not be a month.
     */
    listByDate(listing: Listing, limit: number): Promise<Article[]> {
      return listRows(pageListingKey(listing, '').pk, limit)
    },

    /** Returns the upload keys of scheduled articles that are due at an instant, oldest first. */
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
      return Items.map((item) => item.uploadKey as string) // only `save` writes it
    },
  }
}

function newestFirst(table: string, partition: string, limit: number) {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition },
    ScanIndexForward: false,
    ...(Number.isFinite(limit) ? { Limit: limit } : {}),
  }
}
