import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { Article } from '../../core/articles/article.ts'
import type { Listing } from '../../core/articles/listing.ts'
import { articleVersion, type ClosedDocuments, type Closing } from '../../core/feeds/closed-documents.ts'
import { closedArticleKey, closedDocumentKey, closedDocumentsKey } from '../../core/keys.ts'
import { isConflict } from '../conflict.ts'

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number]
type Document = { readonly number: number; readonly articles: readonly Article[] }

/**
 * Changes a listing's archive together with all that follows from it, or not at all. `overtaken`: it changed since it was
 * read. Every change has the next revision, so rows that were read together with the archive are guarded by it, too.
 */
export function closedDocumentTransaction(dynamo: DynamoDBDocumentClient, table: string) {
  async function save(listing: Listing, archive: ClosedDocuments, others: Item[] = []): Promise<'saved' | 'overtaken'> {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [archiveItem(listing, archive), ...others] }))
      return 'saved'
    } catch (error) {
      if (isConflict(error)) return 'overtaken'
      throw error
    }
  }

  const archiveItem = (listing: Listing, archive: ClosedDocuments): Item => ({
    Put: {
      TableName: table,
      Item: { ...closedDocumentsKey(listing), revision: archive.revision, archive },
      ...(archive.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'revision = :read', ExpressionAttributeValues: { ':read': archive.revision - 1 } }),
    },
  })

  const documentItem = (listing: Listing, { number, articles }: Document): Item => ({
    Put: { TableName: table, Item: { ...closedDocumentKey(listing, number), articles } },
  })

  return {
    save,

    /** @param documents those that the article has to go from, at most 97 */
    note(listing: Listing, archive: ClosedDocuments, articleId: string, documents: readonly Document[]) {
      const without = documents.map(({ number, articles }) =>
        documentItem(listing, { number, articles: articles.filter(({ id }) => id !== articleId) }),
      )
      const row = { Delete: { TableName: table, Key: closedArticleKey(listing, articleId) } }
      return save(listing, archive, documents.length > 0 ? [...without, row] : [])
    },

    /** Without articles, no document. */
    close(listing: Listing, { archive, articles }: Closing) {
      if (articles.length === 0) return save(listing, archive)
      const rows = articles.map((article) => ({
        Update: {
          TableName: table,
          Key: closedArticleKey(listing, article.id),
          UpdateExpression: 'SET version = :version ADD documents :number',
          ExpressionAttributeValues: {
            ':version': articleVersion(article),
            ':number': new Set([archive.documents]),
          },
        },
      }))
      return save(listing, archive, [documentItem(listing, { number: archive.documents, articles }), ...rows])
    },
  }
}
