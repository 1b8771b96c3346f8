import { type Clock, createClock } from 'cdk-loopback/clock'
import { articleStore } from '../../aws/articles/article-store.ts'
import { changeStore } from '../../aws/articles/change-store.ts'
import { fileStore } from '../../aws/articles/file-store.ts'
import { holderStore } from '../../aws/articles/holder-store.ts'
import { uploadStore } from '../../aws/articles/upload-store.ts'
import { createDynamo, createS3 } from '../../aws/clients.ts'
import { contentStore } from '../../aws/content-store.ts'
import { closedDocumentStore } from '../../aws/feeds/closed-document-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { siteStore } from '../../aws/pages/site-store.ts'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { FilesMessage, IngestMessage, PingMessage, PublishMessage, ReconcileMessage } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { ingestArticle } from '../../lambdas/ingest-article.ts'
import { publishFiles } from '../../lambdas/publish-files.ts'
import { publishSite } from '../../lambdas/publish-site.ts'
import { reconcileUploads } from '../../lambdas/reconcile-uploads.ts'
import { lineUp } from '../../lambdas/runtime/line-up.ts'
import { site as sampleSite } from '../core/reading/sample.ts'
import { type Client, openEmbeddedStores } from './embedded-stores.ts'
import { tray } from './mail-lambdas.ts'
import { readFiles, readState } from './read-state.ts'

/** The Lambdas for articles, called directly: tests decide which event arrives when, how often, and in which process. */
export type ArticleLambdas = Awaited<ReturnType<typeof openArticleLambdas>>

/** An execution environment of the Lambdas, with its own clients and memory. */
export type Process = ReturnType<typeof startProcess>

export async function openArticleLambdas(clock: Clock = createClock(), site: Site = sampleSite) {
  const stores = await openEmbeddedStores(clock)
  const { s3Service } = stores
  const operator = startProcess(stores.connect(), clock, site)
  const { uploads, articles } = operator.services
  const takeEvents = (): string[] =>
    s3Service.pendingEvents(10_000).flatMap(({ id, bucket, record }) => {
      s3Service.acknowledgeEvent(id)
      const isSubscribed = bucket === 'uploads' && /^(articles|backfill)\//.test(record.s3.object.key)
      return isSubscribed ? [JSON.stringify({ Records: [record] })] : []
    })
  return {
    ...stores,
    ...operator.services,
    startProcess: () => startProcess(stores.connect(), clock, site),
    /** Returns messages with the events since the last call, of the keys whose events infra/storage.ts subscribes to. */
    takeEvents,
    upload: (key: string, text: string | Uint8Array) =>
      uploads.put(key, typeof text === 'string' ? Buffer.from(text) : text, 'text/markdown'),
    /** Processes all events and messages that follow from what was uploaded. */
    settle: async (process: Process = operator): Promise<void> => {
      for (const event of takeEvents()) await process.ingest(event)
      await process.catchUp()
      for (const message of process.messages.splice(0)) await process.publish(message)
    },
    readRecord: (key: string): Promise<UploadRecord | undefined> => articles.get(articleId(key)),
    readReceipt: async (key: string): Promise<Receipt | undefined> => {
      const receipt = await uploads.getReceipt(receiptPath(key, 'json'))
      return receipt && (JSON.parse(receipt.body) as Receipt) // docs/formats.md documents it
    },
    /** Returns the titles in a feed, in order, or undefined if there is no such feed. */
    readTitles: async (folder = ''): Promise<string[] | undefined> => {
      const { [`${folder}feed.json`]: feed } = await readFiles(operator.services.s3, 'site', `${folder}feed.json`)
      return feed && JSON.parse(feed).items.map((item: { title: string }) => item.title)
    },
    readState: () => readState(operator.services),
  }
}

function startProcess({ connection, killed }: Client, clock: Clock, site: Site) {
  const services = servicesOf(connection, site)
  const untilKilled = (work: Promise<void>) =>
    Promise.race([work.then(() => 'done' as const), killed.then(() => 'killed' as const)])
  const ingest = (body: string) => untilKilled(ingestArticle(body, services, clock.now()))
  return {
    services,
    /** The access key by which faults select the process. */
    accessKey: connection.credentials.accessKeyId,
    /** Messages to publish-site. */
    messages: services.publish.messages,
    /** Messages to ping-hub. */
    pings: services.pings.messages,
    ingest,
    /** Processes messages to ingest-article and publish-files until there are none. */
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
        await untilKilled(reconcileUploads(JSON.stringify(message), services, clock.now()))
      }
    },
    publish: (message: PublishMessage, attempt = 1) =>
      untilKilled(publishSite(JSON.stringify(message), services, clock.now(), attempt)),
  }
}

function servicesOf(connection: Client['connection'], site: Site) {
  const s3 = createS3(connection)
  const dynamo = createDynamo(connection)
  return {
    ...{ s3, dynamo, site },
    uploads: uploadStore(s3, 'uploads'),
    bodies: contentStore<ArticleBody>(s3, 'content'),
    issueContent: contentStore<Issue>(s3, 'content'),
    articles: articleStore(dynamo, 'articles', 'issues'),
    changes: changeStore(dynamo, 'articles'),
    holders: holderStore(dynamo, 'articles'),
    fileCopies: fileStore(s3, 'uploads', 'site'),
    ingest: tray<IngestMessage>(),
    fileChanges: tray<FilesMessage>(),
    reconcile: tray<ReconcileMessage>(),
    closedDocuments: closedDocumentStore(dynamo, 'articles', site.publication),
    issues: issueStore(dynamo, 'issues'),
    files: siteStore(s3, 'site'),
    publish: tray<PublishMessage>(),
    pings: tray<PingMessage>(),
    oneByOne: lineUp(),
  }
}
