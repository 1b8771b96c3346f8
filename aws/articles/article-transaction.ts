import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { UploadRecord } from '../../core/articles/article.ts'
import { type ArticleRow, correctionRows, planRows } from '../../core/articles/article-rows.ts'
import {
  digestsConcerned,
  type Handlings,
  type MarkRows,
  rowsToRead,
  waitingRows,
} from '../../core/articles/digest-marks.ts'
import type { Departure } from '../../core/articles/plan-ingest.ts'
import {
  articleKey,
  contentCountKey,
  contentHolderKey,
  isPageListing,
  type Key,
  movedKey,
  slugKey,
} from '../../core/keys.ts'

type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

export type ArticleTables = Readonly<Record<ArticleRow['table'], string>>

/** Items of a transaction: the maximum of DynamoDB. */
const mostItems = 100

/** What an upload takes together with storing its record. */
export type Taking = {
  /** The record from which the article moves to this one. It changes in the same transaction. */
  readonly departure?: Departure | undefined
  /** How many articles had taken the content when the others with this content were read. */
  readonly contentCount?: number | undefined
  /** Rows that say to what the record refers: few, because the transaction has at most a hundred items. */
  readonly holders?: readonly Key[]
}

/**
 * Stores a record with all rows that follow from it, or nothing. Without the rows that order pages, a transaction has at
 * most about ninety items, when every topic changes. If there are too many in all, those rows change before and after it.
 */
export async function saveRecord(
  dynamo: DynamoDBDocumentClient,
  tables: ArticleTables,
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
  { departure, contentCount, holders = [] }: Taking,
): Promise<'saved' | 'superseded' | 'slug-taken'> {
  const former = departure?.before ?? previous // the rows of an article that moves are those of the other record
  const { concerned, handlings } = await readMarks(dynamo, tables, former, next, digests)
  const rows = planRows(former, next, concerned, handlings)
  const isForPage = ({ key }: ArticleRow) => isPageListing(key)
  const remove = Map.groupBy(rows.remove, isForPage)
  const put = Map.groupBy([...rows.put, ...correctionRows(former, next, digests)], isForPage)
  const pageItems = {
    removed: (remove.get(true) ?? []).map((row) => removeItem(tables, row)),
    stored: (put.get(true) ?? []).map((row) => putItem(tables, row)),
  }
  const items = [
    recordItem(tables.articles, previous, next),
    ...slugItems(tables.articles, previous, next, departure),
    ...holderItems(tables.articles, previous, next),
    ...(departure ? [recordItem(tables.articles, departure.before, departure.after)] : []),
    ...movedItems(tables.articles, previous, next),
    ...countItems(tables.articles, previous, next, contentCount),
    ...holders.map((key): WriteItem => ({ Put: { TableName: tables.articles, Item: key } })),
    ...(remove.get(false) ?? []).map((row) => removeItem(tables, row)),
    ...(put.get(false) ?? []).map((row) => putItem(tables, row)),
  ]
  const write = (TransactItems: WriteItem[]) => dynamo.send(new TransactWriteCommand({ TransactItems }))
  const fits = items.length + pageItems.removed.length + pageItems.stored.length <= mostItems
  try {
    if (fits) await write([...items, ...pageItems.removed, ...pageItems.stored])
    else {
      if (former?.revision) await write([sameItem(tables.articles, former), ...pageItems.removed])
      await write(items)
      await write([sameItem(tables.articles, next), ...pageItems.stored])
    }
    return 'saved'
  } catch (error) {
    return conflictOf(error)
  }
}

async function readMarks(
  dynamo: DynamoDBDocumentClient,
  tables: ArticleTables,
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
): Promise<{ readonly concerned: readonly string[]; readonly handlings: Handlings }> {
  const rows = rowsToRead(previous, next, digests)
  const pending = await readPendingRows(dynamo, tables, rows)
  const handled = pending.flatMap(({ digest, item }) => (item?.handling ? [[digest, String(item.handling)]] : []))
  const suspended = rows.suspended && (await readRow(dynamo, tables.articles, rows.suspended))
  return {
    concerned: digestsConcerned(previous, next, digests, {
      pending: pending.map(({ digest }) => digest),
      suspended: (suspended?.digests ?? []) as string[], // `planRows` wrote them
    }),
    handlings: (suspended?.handlings as Handlings | undefined) ?? Object.fromEntries(handled), // `planRows` wrote them
  }
}

/** Returns the digests that have not taken an article. */
export async function readWaiting(
  dynamo: DynamoDBDocumentClient,
  tables: ArticleTables,
  record: UploadRecord,
  digests: readonly string[],
): Promise<readonly string[]> {
  const rows = waitingRows(record, digests)
  const pending = await readPendingRows(dynamo, tables, rows)
  const suspended = rows.suspended && (await readRow(dynamo, tables.articles, rows.suspended))
  return [...pending.map(({ digest }) => digest), ...((suspended?.digests ?? []) as string[])] // `planRows` wrote them
}

async function readPendingRows(dynamo: DynamoDBDocumentClient, tables: ArticleTables, { pending }: MarkRows) {
  const marks = await Promise.all(
    [...pending].map(async ([digest, key]) => ({ digest, item: await readRow(dynamo, tables.issues, key) })),
  )
  return marks.filter(({ item }) => item !== undefined)
}

async function readRow(
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  Key: Key,
): Promise<Record<string, unknown> | undefined> {
  return (await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item
}

function recordItem(table: string, previous: UploadRecord | undefined, next: UploadRecord): WriteItem {
  return {
    Put: {
      TableName: table,
      // The stream of the table announces new records. One that a receipt restored is not new.
      Item: {
        ...articleKey(next.id),
        revision: next.revision,
        record: next,
        restored: previous?.revision === 0 || undefined,
      },
      ...(previous?.revision
        ? {
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': previous.revision },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  }
}

/** Fails if the record has changed. Writes it again, which needs no permission besides those of the others. */
function sameItem(table: string, record: UploadRecord): WriteItem {
  return recordItem(table, record, record)
}

/** Claims the article's slug and frees the one that it gives up. */
function slugItems(
  table: string,
  previous: UploadRecord | undefined,
  next: UploadRecord,
  departure: Departure | undefined,
): WriteItem[] {
  if (!next.article) return []
  const own = {
    TableName: table,
    ConditionExpression: 'attribute_not_exists(pk) OR articleId IN (:id, :from)',
    ExpressionAttributeValues: { ':id': next.id, ':from': departure?.before.id ?? next.id },
  }
  const former = previous?.revision ? previous.article?.slug : undefined
  const freed =
    former === undefined || former === next.article.slug ? [] : [{ Delete: { ...own, Key: slugKey(former) } }]
  return [{ Put: { ...own, Item: { ...slugKey(next.article.slug), articleId: next.id } } }, ...freed]
}

/** Stores where the article is, if it was first published under another key. */
function movedItems(table: string, previous: UploadRecord | undefined, { id, article }: UploadRecord): WriteItem[] {
  const isStored = previous?.revision && previous.article?.id === article?.id
  if (article === undefined || article.id === id || isStored) return []
  return [{ Put: { TableName: table, Item: { ...movedKey(article.id), recordId: id } } }]
}

/** Fails if another article took the content since the others were read, unless this one is known already. */
function countItems(
  table: string,
  previous: UploadRecord | undefined,
  { article, articleState, fingerprint }: UploadRecord,
  count: number | undefined,
): WriteItem[] {
  const isShown = (state: UploadRecord['articleState']) => state === 'published' || state === 'scheduled'
  const wasShown = previous?.article?.id === article?.id && isShown(previous?.articleState)
  if (!isShown(articleState) || wasShown || fingerprint === undefined || count === undefined) return []
  return [
    {
      Put: {
        TableName: table,
        Item: { ...contentCountKey(fingerprint), count: count + 1 },
        ConditionExpression: 'attribute_not_exists(pk) OR #count = :count',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':count': count },
      },
    },
  ]
}

/** Stores which content the record has. A record that was restored from a receipt may have no such row yet. */
function holderItems(
  table: string,
  previous: UploadRecord | undefined,
  { id, fingerprint }: UploadRecord,
): WriteItem[] {
  const former = previous?.revision ? previous.fingerprint : undefined
  if (fingerprint === undefined || fingerprint === former) return []
  return [{ Put: { TableName: table, Item: contentHolderKey(fingerprint, id) } }]
}

function putItem(tables: ArticleTables, { table, key, item }: ArticleRow): WriteItem {
  return { Put: { TableName: tables[table], Item: { ...key, ...item } } }
}

/**
 * A pending mark that is removed must still exist: otherwise an issue has taken the article in the meantime. And it must
 * still be handled as it was: the editor may have left the article out.
 */
function removeItem(tables: ArticleTables, { table, key, item: { handling } }: ArticleRow): WriteItem {
  const common = { TableName: tables[table], Key: key }
  if (table !== 'issues') return { Delete: common }
  if (handling === undefined)
    return { Delete: { ...common, ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(handling)' } }
  const values = { ExpressionAttributeValues: { ':handling': handling } }
  return { Delete: { ...common, ConditionExpression: 'handling = :handling', ...values } }
}

/** The record is the first item of the transaction, and the slug of an article is the second. */
function conflictOf(error: unknown): 'superseded' | 'slug-taken' {
  if (!(error instanceof TransactionCanceledException)) throw error
  const [record, slug, ...others] = error.CancellationReasons?.map((reason) => reason.Code) ?? []
  if (record === 'ConditionalCheckFailed') return 'superseded'
  if (slug === 'ConditionalCheckFailed') return 'slug-taken'
  if (others.includes('ConditionalCheckFailed')) return 'superseded'
  if ([record, slug, ...others].includes('TransactionConflict')) return 'superseded'
  throw error
}
