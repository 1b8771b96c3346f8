import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
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
  noClosedDocuments,
} from '../../core/feeds/closed-documents.ts'
import { closedArticleKey, closedDocumentKey, closedDocumentsKey, type Key, listingKey } from '../../core/keys.ts'
import type { Publication } from '../../core/publication.ts'
import { closedDocumentTransaction } from './closed-document-transaction.ts'

type ReadStanding = () => Promise<ArticleInListing>

export type ClosedDocumentStore = ReturnType<typeof closedDocumentStore>

/** The closed documents of each listing's feed (RFC 5005): which articles they have, not their files. */
export function closedDocumentStore(dynamo: DynamoDBDocumentClient, table: string, publication: Publication) {
  const transaction = closedDocumentTransaction(dynamo, table)

  const read = async (key: Key) =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item

  const get = async (listing: Listing): Promise<ClosedDocuments> =>
    ((await read(closedDocumentsKey(listing)))?.archive as ClosedDocuments | undefined) ?? noClosedDocuments // written here alone

  /** Oldest first. */
  async function getDocument(listing: Listing, number: number): Promise<readonly Article[]> {
    return ((await read(closedDocumentKey(listing, number)))?.articles as Article[] | undefined) ?? [] // likewise
  }

  async function getClosedArticle(listing: Listing, id: string): Promise<ClosedArticle | undefined> {
    const item = await read(closedArticleKey(listing, id))
    return item && { version: String(item.version), documents: [...(item.documents as Set<number>)] } // likewise
  }

  /** Late articles as they are now, those that are gone left out; oldest first. */
  async function listLate(listing: Listing, { late }: ClosedDocuments): Promise<Article[]> {
    if (late.length === 0) return []
    const Keys = late.map((place) => listingKey(listing, place))
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    )
    if (UnprocessedKeys[table]) throw new Error('DynamoDB did not give all late articles') // throttled: later
    const articles = (Responses[table] ?? []).map((item) => item.article as Article) // written by the article store
    return articles.sort((a, b) => (listingOrder(a) < listingOrder(b) ? -1 : 1))
  }

  /** The oldest articles of a listing beyond a place in its order, oldest first. */
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

  /** One step on the way, from the archive as it is. `done`: there is nothing left to do. */
  async function step(listing: Listing, archive: ClosedDocuments, readStanding: ReadStanding) {
    const standing = await readStanding()
    const archived = await getClosedArticle(listing, standing.id)
    const noted = applyArticle(archive, standing, archived)
    if (noted) {
      const gone = standing.current ? [] : (archived?.documents ?? [])
      const documents = await Promise.all(
        gone.map(async (number) => ({ number, articles: await getDocument(listing, number) })),
      )
      return transaction.note(listing, noted, standing.id, documents)
    }
    if (archive.late.length >= lateMaximum(publication)) {
      return transaction.close(listing, closeLate(archive, await listLate(listing, archive)))
    }
    const closing = closeWaiting(archive, await listWaiting(listing, archive), publication)
    return closing ? transaction.close(listing, closing) : 'done'
  }

  return {
    get,
    getDocument,
    listLate,

    /**
     * Takes note of how an article stands, and closes documents before articles leave the feed that are in none. What
     * has been noted already changes nothing. Answers whether the feed's documents may have to be written anew.
     */
    async update(listing: Listing, readStanding: ReadStanding): Promise<boolean> {
      for (let changed = false; ; changed = true) {
        const archive = await get(listing) // before anything else is read, as its revision guards what is written
        if ((await step(listing, archive, readStanding)) === 'done') return changed || archive.unwritten.length > 0
      }
    },

    /** The files of documents show what is in them. Nothing is noted if that changed meanwhile. */
    async markWritten(listing: Listing, archive: ClosedDocuments): Promise<void> {
      await transaction.save(listing, { ...archive, unwritten: [], revision: archive.revision + 1 })
    },
  }
}
