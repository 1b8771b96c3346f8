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
 * Writes the state of a listing's closed documents together with the rows that follow from it, or nothing. `overtaken`:
 * the state changed since it was read. Every change increases the revision, so the condition on it guards all rows that
 * were read after the state.
 */
export function closedDocumentTransaction(dynamo: DynamoDBDocumentClient, table: string) {
  async function save(listing: Listing, closed: ClosedDocuments, others: Item[] = []): Promise<'saved' | 'overtaken'> {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [stateItem(listing, closed), ...others] }))
      return 'saved'
    } catch (error) {
      if (isConflict(error)) return 'overtaken'
      throw error
    }
  }

  const stateItem = (listing: Listing, closed: ClosedDocuments): Item => ({
    Put: {
      TableName: table,
      Item: { ...closedDocumentsKey(listing), revision: closed.revision, archive: closed },
      ...(closed.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'revision = :read', ExpressionAttributeValues: { ':read': closed.revision - 1 } }),
    },
  })

  const documentItem = (listing: Listing, { number, articles }: Document): Item => ({
    Put: { TableName: table, Item: { ...closedDocumentKey(listing, number), articles } },
  })

  return {
    save,

    /** @param documents those to remove the article from, at most 97: a transaction has at most 100 items */
    applyArticle(listing: Listing, closed: ClosedDocuments, articleId: string, documents: readonly Document[]) {
      const remaining = documents.map(({ number, articles }) =>
        documentItem(listing, { number, articles: articles.filter(({ id }) => id !== articleId) }),
      )
      const row = { Delete: { TableName: table, Key: closedArticleKey(listing, articleId) } }
      return save(listing, closed, [...remaining, row])
    },

    /** Closes a document, or only saves the state if the document has no articles. */
    close(listing: Listing, { closed, articles }: Closing) {
      if (articles.length === 0) return save(listing, closed)
      const rows = articles.map((article) => ({
        Update: {
          TableName: table,
          Key: closedArticleKey(listing, article.id),
          UpdateExpression: 'SET version = :version ADD documents :number',
          ExpressionAttributeValues: {
            ':version': articleVersion(article),
            ':number': new Set([closed.documents]),
          },
        },
      }))
      return save(listing, closed, [documentItem(listing, { number: closed.documents, articles }), ...rows])
    },
  }
}
