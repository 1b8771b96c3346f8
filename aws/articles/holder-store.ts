import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { contentHolderKey, fileHolderKey, type Key } from '../../core/keys.ts'

/**
 * Which articles have had a content, and which have referred to a file. Rows are never removed, and written before or
 * with the record that they tell of: they say where to look, and the records say what is so.
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
    /** Notes the files of a record that the one before it did not refer to. */
    async noteFiles(before: UploadRecord | undefined, { id, files = [] }: UploadRecord): Promise<void> {
      const stored = before?.revision ? before : undefined
      const known = new Set(stored?.files?.map(({ key }) => key))
      const unknown = files.filter(({ key }) => !known.has(key))
      await Promise.all(unknown.map(({ key }) => put(fileHolderKey(articleId(key), id))))
    },

    /** Ids of articles that have had a content. */
    listOfContent: (fingerprint: string): Promise<string[]> => list(contentHolderKey(fingerprint, '').pk),

    /** Ids of articles that have referred to a file, by its upload key. */
    listOfFile: (key: string): Promise<string[]> => list(fileHolderKey(articleId(key), '').pk),
  }
}
