import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { UploadRecord } from '../../core/articles/article.ts'
import { type ArticleRow, correctionRows, markChange, pendingRows, rowsOf } from '../../core/articles/article-rows.ts'
import { articleKey, contentHolderKey, slugKey, waitingKey } from '../../core/keys.ts'

type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

export type ArticleTables = Readonly<Record<ArticleRow['table'], string>>

/** Stores a record with all that follows from it, or nothing. At most some ninety items, where every topic changes. */
export async function saveRecord(
  dynamo: DynamoDBDocumentClient,
  tables: ArticleTables,
  before: UploadRecord | undefined,
  after: UploadRecord,
  digests: readonly string[],
): Promise<'saved' | 'superseded' | 'slug-taken'> {
  const rows = rowsOf(before, after, await chooseDigests(dynamo, tables, before, after, digests))
  const items = [
    recordItem(tables.articles, before, after),
    ...slugItems(tables.articles, before, after),
    ...holderItems(tables.articles, before, after),
    ...rows.remove.map((row) => removeItem(tables, row)),
    ...[...rows.put, ...correctionRows(before, after, digests)].map(
      (row): WriteItem => ({ Put: { TableName: tables[row.table], Item: { ...row.key, ...row.item } } }),
    ),
  ]
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
    return 'saved'
  } catch (error) {
    return conflictOf(error)
  }
}

/** The digests that the change of an article's marks is about. */
async function chooseDigests(
  dynamo: DynamoDBDocumentClient,
  tables: ArticleTables,
  before: UploadRecord | undefined,
  after: UploadRecord,
  digests: readonly string[],
): Promise<readonly string[]> {
  const read = (row: Pick<ArticleRow, 'table' | 'key'>) =>
    dynamo.send(new GetCommand({ TableName: tables[row.table], Key: row.key, ConsistentRead: true }))
  const change = markChange(before, after)
  const waitingFor = async (id: string): Promise<string[]> => {
    const { Item } = await read({ table: 'articles', key: waitingKey(id) })
    const waiting: unknown[] = Item?.digests ?? []
    return digests.filter((digest) => waiting.includes(digest))
  }
  if (change === 'mark' && after.heirOf === undefined) return digests
  if (change === 'mark') return inheritedDigests(after, digests, read, waitingFor)
  if (change === 'give-back') return waitingFor(after.id)
  if (!before || change === 'none') return []
  const marks = await Promise.all(pendingRows(before, digests).map(read))
  return digests.filter((_digest, index) => marks[index]?.Item)
}

type Read = (row: Pick<ArticleRow, 'table' | 'key'>) => Promise<{ readonly Item?: unknown }>

/** Of an article that took another one's place: the digests that the other still waits for, up or taken down. */
async function inheritedDigests(
  heir: UploadRecord,
  digests: readonly string[],
  read: Read,
  waitingFor: (id: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { heirOf: id = '', article } = heir
  const predecessor = { ...heir, id, article: article && { ...article, id } }
  const marks = await Promise.all(pendingRows(predecessor, digests).map(read))
  const waiting = await waitingFor(id)
  return digests.filter((digest, index) => marks[index]?.Item || waiting.includes(digest))
}

function recordItem(table: string, before: UploadRecord | undefined, after: UploadRecord): WriteItem {
  return {
    Put: {
      TableName: table,
      Item: { ...articleKey(after.id), revision: after.revision, record: after },
      ...(before?.revision
        ? {
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': before.revision },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  }
}

/** A slug that an article gives up is free again. */
function slugItems(table: string, before: UploadRecord | undefined, after: UploadRecord): WriteItem[] {
  if (!after.article) return []
  const own = {
    TableName: table,
    ConditionExpression: 'attribute_not_exists(pk) OR articleId = :id',
    ExpressionAttributeValues: { ':id': after.id },
  }
  const former = before?.revision ? before.article?.slug : undefined
  const freed =
    former === undefined || former === after.article.slug ? [] : [{ Delete: { ...own, Key: slugKey(former) } }]
  return [{ Put: { ...own, Item: { ...slugKey(after.article.slug), articleId: after.id } } }, ...freed]
}

/** What was recalled may have no row of this kind yet. */
function holderItems(table: string, before: UploadRecord | undefined, { id, fingerprint }: UploadRecord): WriteItem[] {
  const known = before?.revision ? before.fingerprint : undefined
  if (fingerprint === undefined || fingerprint === known) return []
  return [{ Put: { TableName: table, Item: contentHolderKey(fingerprint, id) } }]
}

/** Only marks that are there are removed: that a digest took one meanwhile must not go unnoticed. */
function removeItem(tables: ArticleTables, { table, key }: ArticleRow): WriteItem {
  const seen = table === 'issues' ? { ConditionExpression: 'attribute_exists(pk)' } : {}
  return { Delete: { TableName: tables[table], Key: key, ...seen } }
}

/** The record is the first item of the transaction, the slug of an article the second. */
function conflictOf(error: unknown): 'superseded' | 'slug-taken' {
  if (!(error instanceof TransactionCanceledException)) throw error
  const [record, slug, ...others] = error.CancellationReasons?.map((reason) => reason.Code) ?? []
  if (record === 'ConditionalCheckFailed') return 'superseded'
  if (slug === 'ConditionalCheckFailed') return 'slug-taken'
  if (others.includes('ConditionalCheckFailed')) return 'superseded'
  if ([record, slug, ...others].includes('TransactionConflict')) return 'superseded'
  throw error
}
