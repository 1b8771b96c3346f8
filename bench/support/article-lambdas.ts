import type { Clock } from 'cdk-loopback/clock'
import { articleStore } from '../../aws/articles/article-store.ts'
import { changeStore } from '../../aws/articles/change-store.ts'
import { fileStore } from '../../aws/articles/file-store.ts'
import { holderStore } from '../../aws/articles/holder-store.ts'
import { uploadStore } from '../../aws/articles/upload-store.ts'
import { createDynamo, createS3 } from '../../aws/clients.ts'
import { contentStore } from '../../aws/content-store.ts'
import { deploymentStore } from '../../aws/deployment/deployment-store.ts'
import { closedDocumentStore } from '../../aws/feeds/closed-document-store.ts'
import { insertStore } from '../../aws/issues/insert-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { offeredTopicStore } from '../../aws/pages/offered-topic-store.ts'
import { siteStore } from '../../aws/pages/site-store.ts'
import { staleListingStore } from '../../aws/pages/stale-listing-store.ts'
import { staticFileStore } from '../../aws/pages/static-file-store.ts'
import { readTogether } from '../../aws/read-item.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { welcomeStore } from '../../aws/welcome/welcome-store.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type {
  CompleteMessage,
  FilesMessage,
  IngestMessage,
  PingMessage,
  PublishMessage,
  ReconcileMessage,
} from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { completeDeployment } from '../../lambdas/complete-deployment.ts'
import { ingestUploads } from '../../lambdas/ingest-article.ts'
import { publishFiles } from '../../lambdas/publish-files.ts'
import { groupListings, publishSite } from '../../lambdas/publish-site.ts'
import { reconcileUploads } from '../../lambdas/reconcile-uploads.ts'
import { type Client, openEmbeddedStores } from './embedded-stores.ts'
import { tray } from './tray.ts'

/** An execution environment of the Lambdas with its own clients and memory. */
export type Process = ReturnType<typeof startProcess>

/** Opens the stores for the Lambdas of articles. The caller decides which Lambda receives which event, when and how often. */
export async function openArticleLambdas(clock: Clock, site: Site) {
  const stores = await openEmbeddedStores(clock)
  const { s3Service } = stores
  const operator = startProcess(stores.connect(), clock, site)
  const takeEvents = (): string[] =>
    s3Service.pendingEvents(10_000).flatMap(({ id, bucket, record }) => {
      s3Service.acknowledgeEvent(id)
      const { key, eTag: etag, ...object } = record.s3.object
      if (bucket !== 'uploads' || key.startsWith('receipts/')) return []
      if (/^(articles|backfill|issues|welcome)\//.test(key)) return [JSON.stringify({ Records: [record] })]
      const type = record.eventName.startsWith('ObjectCreated') ? 'Object Created' : 'Object Deleted'
      const detail = { object: { key: decodeURIComponent(key.replaceAll('+', ' ')), etag, ...object } }
      return [JSON.stringify({ source: 'aws.s3', 'detail-type': type, time: record.eventTime, detail })]
    })
  return {
    ...stores,
    ...operator.services,
    startProcess: (processSite = site) => startProcess(stores.connect(), clock, processSite),
    /** Returns the events since the last call that infra/storage.ts subscribes to, as messages to ingest-article. */
    takeEvents,
    upload: (key: string, text: string | Uint8Array) =>
      operator.services.uploads.put(key, typeof text === 'string' ? Buffer.from(text) : text, 'text/markdown'),
    /** Ingests and publishes everything that was uploaded. */
    settle: async (process: Process = operator): Promise<void> => {
      for (const event of takeEvents()) await process.ingest(event)
      await process.catchUp()
      for (let next = process.messages.shift(); next; next = process.messages.shift()) await process.publish(next)
    },
  }
}

function startProcess({ caller, connection, killed }: Client, clock: Clock, site: Site) {
  const services = servicesOf(connection, site)
  const untilKilled = (work: Promise<void>) =>
    Promise.race([work.then(() => 'done' as const), killed.then(() => 'killed' as const)])
  const ingest = (body: string) => untilKilled(ingestUploads(body, services, clock.now()))
  return {
    services,
    /** The name of these Lambdas in fault rules. */
    accessKey: caller,
    /** Messages to publish-site. */
    messages: services.publish.messages,
    /** Messages to ping-hub. */
    pings: services.pings.messages,
    ingest,
    /** Processes the messages that ingest-article sends to itself and to publish-files. */
    catchUp: async (): Promise<void> => {
      while (services.ingest.messages.length + services.fileChanges.messages.length > 0) {
        for (const message of services.ingest.messages.splice(0)) await ingest(JSON.stringify(message))
        for (const message of services.fileChanges.messages.splice(0)) {
          await untilKilled(publishFiles(JSON.stringify(message), services, clock.now()))
        }
      }
    },
    /** Compares all uploads and receipts with the records, as happens every hour. */
    reconcile: async (): Promise<void> => {
      const { messages } = services.reconcile
      messages.push({ reconcile: 'uploads' }, { reconcile: 'receipts' })
      for (let message = messages.shift(); message; message = messages.shift()) {
        await untilKilled(reconcileUploads(message, services, { now: clock.now() }))
      }
    },
    /** Runs complete-deployment once. Its commands to itself are in `services.commands`. */
    complete: (message: CompleteMessage = {}, version = 'one') => {
      const release = { version, siteUrl: services.site.url }
      return untilKilled(completeDeployment(message, { ...services, release }, { now: clock.now() }))
    },
    publish: (message: PublishMessage, attempt = 1) =>
      untilKilled(publishSite(JSON.stringify(message), services, clock.now(), attempt)),
  }
}

function servicesOf(connection: Client['connection'], site: Site) {
  const s3 = createS3(connection)
  const dynamo = createDynamo(connection)
  const ingest = tray<IngestMessage>()
  const publish = tray<PublishMessage>()
  const read = readTogether(dynamo, 'articles')
  const stores = {
    ...{ s3, dynamo, site, publication: site.publication },
    uploads: uploadStore(s3, 'uploads'),
    bodies: contentStore<ArticleBody>(s3, 'content'),
    issueContent: contentStore<Issue>(s3, 'content'),
    articles: articleStore(dynamo, 'articles', 'issues', read),
    changes: changeStore(dynamo, 'articles', read),
    holders: holderStore(dynamo, 'articles'),
    fileCopies: fileStore(s3, 'uploads', 'site'),
    ingest,
    fileChanges: tray<FilesMessage>(),
    reconcile: tray<ReconcileMessage>(),
    closedDocuments: closedDocumentStore(dynamo, 'articles', site.publication, read),
    staleListings: staleListingStore(dynamo, 'articles', read),
    issues: issueStore(dynamo, 'issues'),
    inserts: insertStore(dynamo, 'issues'),
    welcome: welcomeStore(dynamo, 'issues'),
    files: siteStore(s3, 'site'),
    staticFiles: staticFileStore(dynamo, 'articles'),
    offeredTopics: offeredTopicStore(dynamo, 'articles'),
    readRemovedDigests: async () => [],
    publish,
    pings: tray<PingMessage>(),
    deployments: deploymentStore(dynamo, 'articles'),
    commands: tray<CompleteMessage>(),
    ensureSecrets: async () => void (await getSecrets(dynamo, 'subscribers')),
    countBacklogs: async () => [ingest.messages.length, publish.messages.length],
  }
  return { ...stores, ...groupListings(stores) }
}
