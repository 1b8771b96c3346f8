import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { contentCountKey, fileHolderKey, type Key } from '../../core/keys.ts'

/**
 * Stores which articles have had a content, and which have referred to a file. A row is written before or with the
 * record that it points to and never removed, so it only shows which records to read. The record shows whether it is
 * still true.
 */
export function holderStore(dynamo: DynamoDBDocumentClient, table: string) {
  const put = (key: Key) => dynamo.send(new PutCommand({ TableName: table, Item: key }))
  const read = async (pk: string): Promise<Record<string, unknown>[]> => {
    const query = {
      ...{ TableName: table, ConsistentRead: true, KeyConditionExpression: 'pk = :pk' },
      ExpressionAttributeValues: { ':pk': pk },
    }
    const rows: Record<string, unknown>[] = []
    for await (const page of paginateQuery({ client: dynamo }, query)) rows.push(...(page.Items ?? []))
    return rows
  }
  return {
    /** Adds rows before the record that they point to. */
    async add(keys: readonly Key[]): Promise<void> {
      await Promise.all(keys.map(put))
    },

    /** Returns the ids of uploads that have, or have had, a content, and how many articles have taken it. */
    async getContent(fingerprint: string): Promise<{ readonly ids: readonly string[]; readonly count: number }> {
      const { pk, sk } = contentCountKey(fingerprint)
      const rows = await read(pk)
      const ids = rows.map((row) => String(row.sk)).filter((id) => id !== sk)
      return { ids, count: Number(rows.find((row) => row.sk === sk)?.count ?? 0) }
    },

    /** Returns the ids of articles that have, or have had, a name under which links find them. */
    listOfName: async (name: string): Promise<string[]> => {
      return (await read(fileHolderKey(articleId(ownerKey(name)), '').pk)).map((row) => String(row.sk))
    },

    /** Returns the ids of articles that refer, or have referred, to the file or article with an upload key. */
    async listOfFile(key: string): Promise<string[]> {
      return (await read(fileHolderKey(articleId(key), '').pk)).map((row) => String(row.sk))
    },
  }
}

/**
 * Returns the rows for the files and articles that a record refers to, and for its names, which the previous record did not
 * have.
 */
export function addedHolders(previous: UploadRecord | undefined, record: UploadRecord): readonly Key[] {
  const existing = new Set(previous?.revision ? referencesOf(previous) : [])
  const added = new Set(referencesOf(record).filter((key) => !existing.has(key)))
  return [...added].map((key) => fileHolderKey(articleId(key), record.id))
}

/**
 * Returns the keys of files and articles to which a record refers: also of files of a moved article, which it may have to
 * remove. Its names have keys of their own.
 */
function referencesOf({
  files = [],
  formerFiles = [],
  links = [],
  names = [],
  copyOf,
}: UploadRecord): readonly string[] {
  const keys = [...files, ...formerFiles, ...links, ...(copyOf ? [copyOf] : [])].map(({ key }) => key)
  return [...keys, ...names.map(ownerKey)]
}

/** Not the key of any upload, nor that under which links to the name are stored. */
const ownerKey = (name: string): string => `owner:${name}`
