import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { Article, UploadRecord } from '../core/articles/article.ts'
import { type ArticleRow, rowsOf } from '../core/articles/article-rows.ts'
import type { Listing } from '../core/articles/listing.ts'
import { articleKey, dueKey, slugKey } from '../core/keys.ts'

type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** The articles and every listing they stand in, changed together or not at all. */
export type ArticleStore = ReturnType<typeof articleStore>

export function articleStore(dynamo: DynamoDBDocumentClient, table: string, issuesTable: string) {
  return {
    async get(id: string): Promise<UploadRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: articleKey(id), ConsistentRead: true }),
      )
      return Item?.record as UploadRecord | undefined // written by `save` alone
    },

    /**
     * Stores what an upload came to. `superseded`: the record changed since it was read; `slug-taken`: another article
     * has the slug. Either way nothing was stored.
     */
    async save(
      before: UploadRecord | undefined,
      after: UploadRecord,
      digests: readonly string[],
    ): Promise<'saved' | 'superseded' | 'slug-taken'> {
      const tables = { articles: table, issues: issuesTable }
      const put = (row: ArticleRow): WriteItem => ({
        Put: { TableName: tables[row.table], Item: { ...row.key, ...row.item } },
      })
      const remove = (row: ArticleRow): WriteItem => ({ Delete: { TableName: tables[row.table], Key: row.key } })
      const rows = rowsOf(before, after, digests)
      const items = [
        recordItem(table, before, after),
        ...slugItems(table, after),
        ...rows.remove.map(remove),
        ...rows.put.map(put),
      ]
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
        return 'saved'
      } catch (error) {
        return conflictOf(error)
      }
    },

    /** The newest live articles of a listing, newest first. */
    async list(listing: Listing, limit: number): Promise<Article[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          ...listingQuery(table, listing),
          ConsistentRead: true,
          Limit: limit,
          ScanIndexForward: false,
        }),
      )
      return Items.map((item) => item.article as Article) // written by `save` alone
    },

    /** Every live article of a listing, newest first. */
    async listAll(listing: Listing): Promise<Article[]> {
      const articles: Article[] = []
      const input = { ...listingQuery(table, listing), ConsistentRead: true, ScanIndexForward: false }
      for await (const page of paginateQuery({ client: dynamo }, input)) {
        for (const item of page.Items ?? []) articles.push(item.article as Article) // written by `save` alone
      }
      return articles
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

function recordItem(table: string, before: UploadRecord | undefined, after: UploadRecord): WriteItem {
  return {
    Put: {
      TableName: table,
      Item: { ...articleKey(after.id), revision: after.revision, record: after },
      ...(before
        ? {
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': before.revision },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  }
}

function slugItems(table: string, after: UploadRecord): WriteItem[] {
  if (!after.article) return []
  return [
    {
      Put: {
        TableName: table,
        Item: { ...slugKey(after.article.slug), articleId: after.id },
        ConditionExpression: 'attribute_not_exists(pk) OR articleId = :id',
        ExpressionAttributeValues: { ':id': after.id },
      },
    },
  ]
}

/** The record is the first item of the transaction, the slug the second. */
function conflictOf(error: unknown): 'superseded' | 'slug-taken' {
  if (!(error instanceof TransactionCanceledException)) throw error
  const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? []
  if (codes[0] === 'ConditionalCheckFailed') return 'superseded'
  if (codes[1] === 'ConditionalCheckFailed') return 'slug-taken'
  if (codes.includes('TransactionConflict')) return 'superseded'
  throw error
}

function listingQuery(table: string, listing: Listing) {
  return {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `listing#${listing}` },
  }
}
