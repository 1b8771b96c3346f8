import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { contentHolderKey, fileHolderKey, type Key } from '../../core/keys.ts'

/**
 * Stores which articles have had a content, and which have referred to a file. A row is written before or with the
 * record that it points to and never removed, so it only shows which records to read. The record shows whether it is
 * still true.
 */
export function holderStore(dynamo: DynamoDBDocumentClient, table: string) {
  const put = (key: Key) => dynamo.send(new PutCommand({ TableName: table, Item: key }))
  const list = async (pk: string): Promise<string[]> => {
    const query = {
      ...{ TableName: table, ConsistentRead: true, KeyConditionExpression: 'pk = :pk' },
      ExpressionAttributeValues: { ':pk': pk },
    }
    const ids: string[] = []
    for await (const page of paginateQuery({ client: dynamo }, query)) {
      for (const item of page.Items ?? []) ids.push(String(item.sk))
    }
    return ids
  }
  return {
    /** Adds rows for the files and articles that a record refers to and the previous record did not. */
    async addFiles(previous: UploadRecord | undefined, { id, files = [], links = [] }: UploadRecord): Promise<void> {
      const stored = previous?.revision ? previous : undefined
      const existing = new Set([...(stored?.files ?? []), ...(stored?.links ?? [])].map(({ key }) => key))
      const added = new Set([...files, ...links].map(({ key }) => key).filter((key) => !existing.has(key)))
      await Promise.all([...added].map((key) => put(fileHolderKey(articleId(key), id))))
    },

    /** Returns the ids of articles that have, or have had, a content. */
    listOfContent: (fingerprint: string): Promise<string[]> => list(contentHolderKey(fingerprint, '').pk),

    /** Returns the ids of articles that refer, or have referred, to the file or article with an upload key. */
    listOfFile: (key: string): Promise<string[]> => list(fileHolderKey(articleId(key), '').pk),
  }
}
