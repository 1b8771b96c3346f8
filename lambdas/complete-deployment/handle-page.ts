import type { Page, Place, Step } from '../../core/deployment/deployment.ts'
import { listingsPerPage, messagesPerPage } from '../../core/deployment/limits.ts'
import { pageOfNumbers } from '../../core/deployment/page-of-numbers.ts'
import { logger } from '../runtime/logger.ts'
import { recheckReceipts, recheckUploads } from './recheck-uploads.ts'
import type { Services } from './services.ts'

type HandlePage = (place: Place, services: Services) => Promise<Page>

const handlers: Readonly<Record<Step, HandlePage>> = {
  static: publishStatic,
  listings: publishListings,
  documents: publishClosedDocuments,
  issues: publishIssues,
  articles: (place, services) => recheckUploads('articles/', place, services),
  backfill: (place, services) => recheckUploads('backfill/', place, services),
  receipts: recheckReceipts,
}

/** Queues the messages of one page of a step. Repeating it queues the same messages again. */
export function handlePage(place: Place, services: Services): Promise<Page> {
  return handlers[place.step](place, services)
}

/** Writes what a site without articles has, creates the signing keys if there are none, and records the digests. */
async function publishStatic(_place: Place, services: Services): Promise<Page> {
  const { ensureSecrets, issues, publication, publish, readRemovedDigests } = services
  await ensureSecrets()
  await issues.recordDigests(publication)
  const removed = await readRemovedDigests()
  if (removed.length > 0) logger.warn('subscribers of removed digests get no mail', { removed })
  await publish.addAll([{ kind: 'static' }, { kind: 'listing', listing: 'publication' }])
  return { messages: 2 }
}

/** Writes the pages and feeds of listings, including those that no longer have articles. */
async function publishListings({ after }: Place, { changes, publish }: Services): Promise<Page> {
  const { listings, next } = await changes.listPage(after, messagesPerPage)
  await publish.addAll(listings.map((listing) => ({ kind: 'listing', listing })))
  return { messages: listings.length, next: next === undefined ? undefined : { after: next } }
}

async function publishClosedDocuments(place: Place, services: Services): Promise<Page> {
  const { changes, closedDocuments, publish } = services
  const { after, number } = place
  const { listings, next } = await changes.listPage(after, listingsPerPage)
  const names = after !== undefined && number !== undefined ? [after, ...listings] : listings
  const series = await Promise.all(
    names.map(async (name) => ({ name, count: (await closedDocuments.get(name)).documents })),
  )
  const page = pageOfNumbers(series, place, next === undefined ? undefined : { after: next })
  await publish.addAll(
    page.numbers.map(({ name: listing, number: document }) => ({ kind: 'archive', listing, document })),
  )
  return { messages: page.numbers.length, next: page.next }
}

/** Writes the pages of issues, including those of digests that publication.json no longer contains. */
async function publishIssues(place: Place, { issues, publication, publish }: Services): Promise<Page> {
  const { after = '' } = place
  const names = (await issues.listDigests(publication)).filter((name) => name >= after)
  const series = await Promise.all(
    names.map(async (name) => ({ name, count: (await issues.list(name, 1))[0]?.number ?? 0 })),
  )
  const page = pageOfNumbers(series, place)
  await publish.addAll(page.numbers.map(({ name: digest, number }) => ({ kind: 'issue', digest, number })))
  return { messages: page.numbers.length, next: page.next }
}
