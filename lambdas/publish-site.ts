import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { closedDocumentStore } from '../aws/feeds/closed-document-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { offeredTopicStore } from '../aws/pages/offered-topic-store.ts'
import { siteStore } from '../aws/pages/site-store.ts'
import { staticFileStore } from '../aws/pages/static-file-store.ts'
import { queue } from '../aws/queue.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PingMessage, PublishMessage } from '../core/messages.ts'
import { oneAtATime } from './publish-site/one-at-a-time.ts'
import { publishArticle } from './publish-site/publish-article.ts'
import { publishClosedDocument } from './publish-site/publish-closed-documents.ts'
import { publishIssue } from './publish-site/publish-issue.ts'
import { publishListings, republishListing } from './publish-site/publish-listings.ts'
import { publishStatic } from './publish-site/publish-static.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

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
    closedDocuments: closedDocumentStore(dynamo, settings.articlesTable, site.publication),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    files: siteStore(s3, settings.siteBucket),
    staticFiles: staticFileStore(dynamo, settings.articlesTable),
    offeredTopics: offeredTopicStore(dynamo, settings.articlesTable),
    pings: settings.pingQueueUrl === undefined ? undefined : queue<PingMessage>(createSqs(), settings.pingQueueUrl),
    oneByOne: oneAtATime(),
  }
}

// Runs once per change. Safe to repeat and to run concurrently: documents are built from stored state only, and a
// listing whose documents include the change already is not built again.
export async function publishSite(body: string, services: Services, _now: Date, attempt: number): Promise<void> {
  const message = JSON.parse(body) as PublishMessage // our own message
  switch (message.kind) {
    case 'article': {
      const articleId = await publishArticle(message.articleId, services)
      // The messages of a batch run concurrently. Their listings are rebuilt one message at a time, so that the first
      // rebuild also covers the others.
      return services.oneByOne(() => publishListings(articleId, message.listings, services, attempt > 1))
    }
    case 'listing':
      return services.oneByOne(() => republishListing(message.listing, services, attempt > 1))
    case 'archive':
      return publishClosedDocument(message.listing, message.document, services)
    case 'issue':
      return publishIssue(message, services)
    case 'static':
      return publishStatic(services)
  }
}
