import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Article } from '../../core/articles/article.ts'
import { isMonth, type Listing, listingOrder, listingsOf } from '../../core/articles/listing.ts'
import { noClosedDocuments } from '../../core/feeds/closed-documents.ts'
import { closedDocumentsKey, knownListingKey, listingKey, pageListingKey } from '../../core/keys.ts'
import { sampleArticle } from './samples.ts'

const batch = 25
const documentLength = 50

/**
 * Fills the table with an archive of hourly articles that ends at `end`. The rows are the same as if the articles had
 * been published one by one. Returns the newest articles.
 */
export async function seedArchive(dynamo: DynamoDBDocumentClient, count: number, end: Date): Promise<Article[]> {
  const items: object[] = []
  const flush = async () => {
    const requests = items.splice(0).map((Item) => ({ PutRequest: { Item } }))
    if (requests.length > 0) await dynamo.send(new BatchWriteCommand({ RequestItems: { articles: requests } }))
  }
  const put = async (item: object) => {
    items.push(item)
    if (items.length === batch) await flush()
  }
  const last = new Map<Listing, { order: string; documents: number; rows: number }>()
  for (let n = 0; n < count; n += 1) {
    const article = articleAt(new Date(end.getTime() - (count - n) * 3_600_000), n)
    const order = listingOrder(article)
    for (const listing of listingsOf(article)) {
      await put({ ...listingKey(listing, order), article })
      if (!isMonth(listing)) await put({ ...pageListingKey(listing, order), article })
      const rows = (last.get(listing)?.rows ?? 0) + 1
      const closes = rows % documentLength === 0
      const { documents = 0, order: through = '' } = last.get(listing) ?? {}
      last.set(listing, closes ? { order, documents: documents + 1, rows } : { order: through, documents, rows })
    }
  }
  for (const [listing, { order: through, documents, rows }] of last) {
    const known = { listing, name: listing, count: Math.min(rows, documentLength), updatedAt: end.toISOString() }
    await put({ ...knownListingKey(listing), asOf: 0, known })
    if (listing.startsWith('month/')) continue
    const archive = { ...noClosedDocuments, documents, through, revision: 1 }
    await put({ ...closedDocumentsKey(listing), revision: 1, archive })
  }
  await flush()
  const newest = Math.min(count, 2 * documentLength)
  return Array.from({ length: newest }, (_, n) =>
    articleAt(new Date(end.getTime() - (newest - n) * 3_600_000), count - newest + n),
  )
}

function articleAt(date: Date, n: number): Article {
  const instant = date.toISOString()
  return sampleArticle(`seeded-${n}`, {
    topics: [{ slug: 'rail', name: 'rail' }],
    ...{
      date: instant,
      liveAt: instant,
      listedAt: instant,
      updatedAt: instant,
      contentKey: `articles/seeded-${n}/0.json`,
    },
  })
}
