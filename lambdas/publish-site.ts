import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { archiveStore } from '../aws/feeds/closed-document-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { siteStore } from '../aws/pages/site-store.ts'
import { queue } from '../aws/queue.ts'
import type { Article, UploadRecord } from '../core/articles/article.ts'
import { moveBody } from '../core/articles/move-body.ts'
import { successorOf } from '../core/articles/moved-article.ts'
import type { SettingsOf } from '../core/environment.ts'
import { articleFolder } from '../core/feeds/addresses.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PingMessage, PublishMessage } from '../core/messages.ts'
import { renderArticle } from '../core/pages/render-article.ts'
import { renderIssueIndex, renderIssuePage } from '../core/pages/render-issue.ts'
import { renderMoved } from '../core/pages/render-moved.ts'
import { renderStatic } from '../core/pages/render-static.ts'
import { type DigestName, isDigestName } from '../core/publication.ts'
import type { SiteDocument } from '../core/site.ts'
import { publishArchive, publishListings, publishOverviews } from './publish-site/publish-listings.ts'
import { lineUp } from './runtime/line-up.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Issues that their overview lists, per digest. */
const listedIssues = 100

// Called by AWS.
export const handler = queueHandler('publish-site', services, publishSite)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'publish-site'>) {
  const dynamo = createDynamo()
  const s3 = createS3()
  const site = siteOf(settings)
  return {
    site,
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    holders: holderStore(dynamo, settings.articlesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    archives: archiveStore(dynamo, settings.articlesTable, site.publication),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    files: siteStore(s3, settings.siteBucket),
    pings: queue<PingMessage>(createSqs(), settings.pingQueueUrl),
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
  if (message.kind === 'archive') return publishArchive(message.listing, message.document, services)
  await publishArticle(message.articleId, services)
  // Messages of a batch run side by side: one by one, the first rebuilds what the others then find done.
  await services.oneByOne(() => publishListings(message.articleId, message.listings, services, attempt > 1))
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
    const body = moveBody(await bodies.get(article.contentKey), site)
    return { put: [renderArticle(site, { article, body })], remove: [] }
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
