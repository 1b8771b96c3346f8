import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Article } from '../../core/articles/article.ts'
import { type Listing, listingOrder } from '../../core/articles/listing.ts'
import {
  type ArticleInListing,
  applyArticle,
  type ClosedArticle,
  type ClosedDocuments,
  closeLate,
  closeWaiting,
  lateMaximum,
  mayClose,
  noClosedDocuments,
} from '../../core/feeds/closed-documents.ts'
import { closedArticleKey, closedDocumentKey, closedDocumentsKey, listingKey } from '../../core/keys.ts'
import type { Publication } from '../../core/publication.ts'
import { readAtOnce } from '../read-item.ts'
import { closedDocumentTransaction } from './closed-document-transaction.ts'

type ReadArticle = (id: string) => Promise<ArticleInListing>

export type ClosedDocumentStore = ReturnType<typeof closedDocumentStore>

/**
 * Stores which articles the closed documents of each listing's feed (RFC 5005) contain. The files are in the site
 * store.
 */
export function closedDocumentStore(
  dynamo: DynamoDBDocumentClient,
  table: string,
  publication: Publication,
  read = readAtOnce(dynamo, table),
) {
  const transaction = closedDocumentTransaction(dynamo, table)

  const get = async (listing: Listing): Promise<ClosedDocuments> =>
    ((await read(closedDocumentsKey(listing)))?.archive as ClosedDocuments | undefined) ?? noClosedDocuments // by `transaction`

  /** Oldest first. */
  async function getDocument(listing: Listing, number: number): Promise<readonly Article[]> {
    return ((await read(closedDocumentKey(listing, number)))?.articles as Article[] | undefined) ?? [] // by `transaction`
  }

  async function getClosedArticle(listing: Listing, id: string): Promise<ClosedArticle | undefined> {
    const item = await read(closedArticleKey(listing, id))
    return item && { version: String(item.version), documents: [...(item.documents as Set<number>)] } // by `transaction`
  }

  /** Returns the current versions of late articles that are still at their places, oldest first. */
  async function listLate(listing: Listing, { late }: ClosedDocuments): Promise<Article[]> {
    if (late.length === 0) return []
    const Keys = late.map((place) => listingKey(listing, place))
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    )
    if (UnprocessedKeys[table]) throw new Error('DynamoDB returned only some of the late articles') // throttled: retry later
    const articles = (Responses[table] ?? []).map((item) => item.article as Article) // written by the article store
    return articles.sort((a, b) => (listingOrder(a) < listingOrder(b) ? -1 : 1))
  }

  /** Returns the oldest articles after the place `through`, oldest first. */
  async function listWaiting(listing: Listing, { through }: ClosedDocuments): Promise<Article[]> {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk > :through',
        ExpressionAttributeValues: { ':pk': listingKey(listing, '').pk, ':through': through || ' ' },
        Limit: publication.feedWindow,
      }),
    )
    return Items.map((item) => item.article as Article) // written by the article store
  }

  /**
   * Applies the states of articles, with at most one transaction: those that stay together, or else one that leaves
   * documents. `done`: all are applied already.
   */
  async function apply(listing: Listing, closed: ClosedDocuments, ids: readonly string[], readArticle: ReadArticle) {
    const articles = await Promise.all(
      ids.map(async (id) => {
        const [article, closedArticle] = await Promise.all([readArticle(id), getClosedArticle(listing, id)])
        return { article, closedArticle, outdated: article.current ? [] : (closedArticle?.documents ?? []) }
      }),
    )
    const staying = articles.filter(({ outdated }) => outdated.length === 0)
    const next = staying.reduce(
      (state, { article, closedArticle }) => applyArticle(state, article, closedArticle) ?? state,
      closed,
    )
    if (next !== closed) return transaction.save(listing, { ...next, revision: closed.revision + 1 })
    const leaving = articles.find(({ outdated }) => outdated.length > 0)
    const applied = leaving && applyArticle(closed, leaving.article, leaving.closedArticle)
    if (!leaving || !applied) return 'done'
    const documents = await Promise.all(
      leaving.outdated.map(async (number) => ({ number, articles: await getDocument(listing, number) })),
    )
    return transaction.applyArticle(listing, applied, leaving.article.id, documents)
  }

  /** Closes a document of late articles if there are enough of them. */
  async function closeOfLate(listing: Listing, closed: ClosedDocuments) {
    if (closed.late.length < lateMaximum(publication)) return 'done'
    return transaction.close(listing, closeLate(closed, await listLate(listing, closed)))
  }

  /** Closes a document of the oldest waiting articles if there are enough of them. */
  async function closeOfWaiting(listing: Listing, closed: ClosedDocuments) {
    const closing = closeWaiting(closed, await listWaiting(listing, closed), publication)
    return closing ? transaction.close(listing, closing) : 'done'
  }

  return {
    get,
    getDocument,
    listLate,

    /**
     * Applies the states of up to 50 articles. Repeating it changes nothing. Returns whether the feed or files of documents
     * may be outdated.
     */
    async update(listing: Listing, ids: readonly string[], readArticle: ReadArticle): Promise<boolean> {
      for (let changed = false; ; changed = true) {
        const closed = await get(listing) // before any other read, because its revision guards the writes
        const result = await apply(listing, closed, ids, readArticle)
        const isDone = result === 'done' && (await closeOfLate(listing, closed)) === 'done'
        if (isDone) return changed || closed.unwritten.length > 0
      }
    },

    /**
     * Closes documents in time, so that no article leaves the feed before a document contains it. Returns the state.
     * @param live the newest articles of the listing, up to the size of the feed
     */
    async close(listing: Listing, live: readonly Article[]): Promise<ClosedDocuments> {
      for (;;) {
        const closed = await get(listing)
        const isDone = !mayClose(closed, live, publication) || (await closeOfWaiting(listing, closed)) === 'done'
        if (isDone) return closed
      }
    },

    /** Records that the files of all documents are up to date, unless their content changed since `closed` was read. */
    async markWritten(listing: Listing, closed: ClosedDocuments): Promise<void> {
      await transaction.save(listing, { ...closed, unwritten: [], revision: closed.revision + 1 })
    },
  }
}
