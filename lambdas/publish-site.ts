import { articleStore } from '../aws/article-store.ts'
import { changeStore } from '../aws/change-store.ts'
import { createDynamo, createS3 } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { holderStore } from '../aws/holder-store.ts'
import { issueStore } from '../aws/issue-store.ts'
import { siteStore } from '../aws/site-store.ts'
import type { Article, ArticleBody, FullArticle, UploadRecord } from '../core/articles/article.ts'
import type { Listing } from '../core/articles/listing.ts'
import { successorOf } from '../core/articles/successor.ts'
import { articleFolder } from '../core/feeds/addresses.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PublishMessage } from '../core/messages.ts'
import {
  buildListing,
  buildOverviews,
  listingPaths,
  overviewPaths,
  showsBodies,
  summarize,
} from '../core/pages/build-listing.ts'
import { renderArticle } from '../core/pages/render-article.ts'
import { renderIssueIndex, renderIssuePage } from '../core/pages/render-issue.ts'
import { renderMoved } from '../core/pages/render-moved.ts'
import { renderStatic } from '../core/pages/render-static.ts'
import { type DigestName, isDigestName } from '../core/publication.ts'
import type { Settings } from '../core/settings.ts'
import type { SiteChange, SiteDocument } from '../core/site.ts'
import { lineUp } from './runtime/line-up.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Issues that their overview lists, per digest. */
const listedIssues = 100

// Called by AWS.
export const handler = queueHandler(services, publishSite)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const s3 = createS3()
  return {
    site: siteOf(settings),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    holders: holderStore(dynamo, settings.articlesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    files: siteStore(s3, settings.siteBucket),
    oneByOne: lineUp(),
  }
}

// Runs once per change. Safe to repeat and to run beside itself: documents follow from what is stored, and a listing
// whose documents show this change already is left alone.
export async function publishSite(body: string, services: Services, _now: Date, attempt: number): Promise<void> {
  const message = JSON.parse(body) as PublishMessage // our own message
  if (message.kind === 'issue') return publishIssue(message, services)
  if (message.kind === 'static') {
    await put(renderStatic(services.site), services)
    await publishIssueIndex(services)
    return publishOverviews(services)
  }
  await publishArticle(message.articleId, services)
  // Messages of a batch run side by side: one by one, the first rebuilds what the others then find done.
  await services.oneByOne(() => publishListings(message.listings, services, attempt > 1))
}

async function publishArticle(id: string, services: Services): Promise<void> {
  const { site, articles, bodies, files } = services
  const record = await articles.get(id)
  if (!record?.article) return
  const { slug } = record.article
  const path = `${articleFolder(slug)}index.html`
  await files.replace([path], async () => {
    const current = (await articles.get(id)) ?? record
    const { article, articleState } = current
    if (!article || articleState !== 'published') {
      const successor = await findSuccessor(current, services)
      return successor ? { put: [renderMoved(site, slug, successor)], remove: [] } : { put: [], remove: [path] }
    }
    return { put: [renderArticle(site, { article, body: await bodies.get(article.contentKey) })], remove: [] }
  })
}

/** Where an article that was withdrawn is to be read now, if it was only moved. */
async function findSuccessor(record: UploadRecord, { articles, holders }: Services): Promise<Article | undefined> {
  if (record.fingerprint === undefined) return undefined
  const records = await Promise.all((await holders.listOfContent(record.fingerprint)).map((id) => articles.get(id)))
  return successorOf(
    record,
    records.filter((each) => each !== undefined),
  )
}

type Change = { readonly listing: Listing; readonly change: number }

/**
 * Many changes of a listing cost one rebuild: whoever comes later finds it marked. But the mark says nothing of a builder
 * that wrote something older over it and was killed before it could notice: what it was told comes again.
 */
async function publishListings(wanted: readonly Change[], services: Services, again: boolean): Promise<void> {
  const { site, changes, files } = services
  const states = await Promise.all(wanted.map(async (each) => ({ ...each, ...(await changes.get(each.listing)) })))
  const stale = states.filter(({ built, change }) => again || built < change)
  if (stale.length === 0) return
  for (const { listing, changes: counted } of stale) {
    await files.replace(listingPaths(site, listing), () => readListing(listing, counted, services))
  }
  await publishOverviews(services)
  const marks = await Promise.all(stale.map((each) => changes.markBuilt(each.listing, each.changes)))
  const overtaken = stale.filter((_each, index) => marks[index] === 'overtaken')
  await publishListings(overtaken, services, true)
}

async function publishOverviews({ site, changes, files }: Services): Promise<void> {
  await files.replace(overviewPaths(site), async () => buildOverviews(site, await changes.listKnown()))
}

/** @param change the last one that is sure to be seen */
async function readListing(listing: Listing, change: number, services: Services): Promise<SiteChange> {
  const { site, articles, changes, bodies } = services
  const withBodies = showsBodies(listing)
  const live = await articles.list(listing, withBodies ? site.publication.feedWindow : undefined)
  const full: FullArticle[] = await Promise.all(
    live.map(async (article) => ({ article, body: withBodies ? await bodies.get(article.contentKey) : noBody })),
  )
  await changes.putKnown(listing, change, summarize(site, listing, live))
  return buildListing(site, listing, full)
}

const noBody: ArticleBody = { page: '', feed: '', email: '', text: '' }

async function publishIssue(message: { digest: DigestName; number: number }, services: Services): Promise<void> {
  const record = await services.issues.get(message.digest, message.number)
  if (!record) throw new Error(`There is no issue ${message.digest} ${message.number}`)
  await put([renderIssuePage(services.site, await services.issueContent.get(record.contentKey))], services)
  await publishIssueIndex(services)
}

async function publishIssueIndex({ site, issues, files }: Services): Promise<void> {
  const digests = Object.keys(site.publication.digests).filter(isDigestName)
  await files.replace([renderIssueIndex(site, []).path], async () => {
    const known = (await Promise.all(digests.map((digest) => issues.list(digest, listedIssues)))).flat()
    const newestFirst = known.toSorted((a, b) => b.composedAt.localeCompare(a.composedAt))
    return { put: [renderIssueIndex(site, newestFirst)], remove: [] }
  })
}

async function put(documents: readonly SiteDocument[], { files }: Services): Promise<void> {
  await files.replace(
    documents.map((document) => document.path),
    async () => ({ put: documents, remove: [] }),
  )
}
