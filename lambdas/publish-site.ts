import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { closedDocumentStore } from '../aws/feeds/closed-document-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { offeredTopicStore } from '../aws/pages/offered-topic-store.ts'
import { siteStore } from '../aws/pages/site-store.ts'
import { staleListingStore } from '../aws/pages/stale-listing-store.ts'
import { staticFileStore } from '../aws/pages/static-file-store.ts'
import { queue } from '../aws/queue.ts'
import { readTogether } from '../aws/read-item.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PingMessage, PublishMessage } from '../core/messages.ts'
import { inGroups } from './publish-site/in-groups.ts'
import { type ArticleChange, type ChangeServices, publishChanges } from './publish-site/publish-changes.ts'
import { publishClosedDocument } from './publish-site/publish-closed-documents.ts'
import { publishIssue } from './publish-site/publish-issue.ts'
import { type ListingTask, publishStale, republishListings, sweepListings } from './publish-site/publish-listings.ts'
import { publishStatic } from './publish-site/publish-static.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('publish-site', services, publishSite, { handsBack: true })

type Services = ReturnType<typeof services>

/** Bodies of articles that stay in memory: while many articles are published, each is shown in several listings. */
const cachedBodies = 3_000

// Runs once per cold start.
function services(settings: SettingsOf<'publish-site'>) {
  const dynamo = createDynamo()
  const s3 = createS3()
  const sqs = createSqs()
  const site = siteOf(settings)
  const read = readTogether(dynamo, settings.articlesTable)
  const stores = {
    site,
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable, read),
    holders: holderStore(dynamo, settings.articlesTable),
    changes: changeStore(dynamo, settings.articlesTable, read),
    closedDocuments: closedDocumentStore(dynamo, settings.articlesTable, site.publication, read),
    staleListings: staleListingStore(dynamo, settings.articlesTable, read),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket, cachedBodies),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    files: siteStore(s3, settings.siteBucket),
    staticFiles: staticFileStore(dynamo, settings.articlesTable),
    offeredTopics: offeredTopicStore(dynamo, settings.articlesTable),
    pings: settings.pingQueueUrl === undefined ? undefined : queue<PingMessage>(sqs, settings.pingQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
  }
  return { ...stores, ...groupListings(stores) }
}

/** Lets the messages of a batch share requests and the work for listings: one rebuild covers them all. */
export function groupListings(services: ChangeServices) {
  type Timed<Task> = { readonly task: Task; readonly now: Date }
  const newest = (calls: readonly Timed<unknown>[]) => calls.at(-1)?.now ?? new Date(0)
  return {
    articleChanges: inGroups<Timed<ArticleChange>>((calls) =>
      publishChanges(
        calls.map(({ task }) => task),
        services,
        newest(calls),
      ),
    ),
    staleTasks: inGroups<Timed<ListingTask>>((calls) =>
      publishStale(
        calls.map(({ task }) => task),
        services,
        newest(calls),
      ),
    ),
    listingTasks: inGroups<ListingTask>((tasks) => republishListings(tasks, services)),
  }
}

// Runs once per change. Safe to repeat and to run concurrently: documents are built from stored state only, and a
// listing whose documents include the change already is not built again.
export async function publishSite(body: string, services: Services, now: Date, attempt: number): Promise<void> {
  const isRetry = attempt > 1
  const message = JSON.parse(body) as PublishMessage // our own message
  switch (message.kind) {
    case 'article': {
      const { articleId: recordId, listings, isNew = false } = message
      return services.articleChanges({ task: { recordId, listings, isNew: isNew && !isRetry, isRetry }, now })
    }
    case 'stale':
      return services.staleTasks({ task: { listing: message.listing, isRetry }, now })
    case 'sweep':
      return sweepListings(message, services, now)
    case 'listing':
      return services.listingTasks({ listing: message.listing, isRetry })
    case 'archive':
      return publishClosedDocument(message.listing, message.document, services)
    case 'issue':
      return publishIssue(message, services)
    case 'static':
      return publishStatic(services)
    default: // perhaps of another version: it must not be lost
      throw new Error(`There is no message of the kind ${(message satisfies never as PublishMessage).kind}`)
  }
}
