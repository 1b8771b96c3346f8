import { articleStore } from '../aws/article-store.ts'
import { changeStore } from '../aws/change-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { queue } from '../aws/queue.ts'
import { uploadStore } from '../aws/upload-store.ts'
import { applyUpload, isSuperseded } from '../core/articles/apply-upload.ts'
import type { ArticleBody, UploadRecord } from '../core/articles/article.ts'
import { articleId } from '../core/articles/identify.ts'
import { judgeOccasion, type Occasion } from '../core/articles/judge-occasion.ts'
import { maximumUploadBytes } from '../core/articles/parse-upload.ts'
import { composeReceipt, receiptPath, renderReceiptText } from '../core/articles/receipt.ts'
import { classifyKey, parseUploadEvents } from '../core/articles/upload-key.ts'
import type { IngestMessage, PublishMessage } from '../core/messages.ts'
import type { Settings } from '../core/settings.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, ingestArticle)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const s3 = createS3()
  return {
    site: siteOf(settings),
    uploads: uploadStore(s3, settings.uploadsBucket),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket, 0),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    publish: queue<PublishMessage>(createSqs(), settings.publishQueueUrl),
  }
}

// Runs once per message. Safe to repeat: what was applied already changes nothing, and its receipt and the rebuilding
// of what it touched are asked for again.
export async function ingestArticle(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as IngestMessage | object // our own message, or S3's
  const occasions = 'kind' in message ? [message] : parseUploadEvents(message)
  for (const occasion of occasions) {
    if (classifyKey(occasion.key).kind === 'article') await ingest(occasion, services, now)
  }
}

async function ingest(occasion: Occasion, services: Services, now: Date, slugsTaken = 0): Promise<void> {
  const { articles, bodies, site, uploads } = services
  const before = await articles.get(articleId(occasion.key))
  if (before && 'sequencer' in occasion && isSuperseded(before, occasion.sequencer)) return
  const upload = occasion.kind === 'due' ? undefined : await uploads.get(occasion.key, maximumUploadBytes)
  const judged = judgeOccasion(occasion, upload, before, { now, slugsTaken, site })
  if (!judged) return
  if (judged.contentKey && judged.body) await bodies.put(judged.contentKey, judged.body)

  const after = applyUpload(before, judged.fact, site)
  const saved = after === before ? 'saved' : await articles.save(before, after, Object.keys(site.publication.digests))
  if (saved === 'superseded') return ingest(occasion, services, now, slugsTaken)
  if (saved === 'slug-taken') return ingest(occasion, services, now, slugsTaken + 1)
  const answered = occasion.kind === 'due' ? undefined : (upload?.etag ?? '')
  await Promise.all([announce(after, services), writeReceipt(after, judged.title, answered, services)])
}

/** @param answered ETag of the upload that it answers; undefined: the same as before. */
async function writeReceipt(
  record: UploadRecord,
  title: string | undefined,
  answered: string | undefined,
  { site, uploads }: Services,
): Promise<void> {
  const receipt = composeReceipt(record, site, title)
  const stamp = { upload: answered, revision: record.revision }
  const write = (form: 'json' | 'txt', body: string, contentType: string) =>
    uploads.putReceipt(receiptPath(record.key, form), body, contentType, stamp)
  await Promise.all([
    write('json', JSON.stringify(receipt, undefined, 2), 'application/json'),
    write('txt', renderReceiptText(receipt), 'text/plain; charset=utf-8'),
  ])
}

/** Counts the change of each listing after it was stored, so whoever rebuilds it to this count has seen it. */
async function announce(record: UploadRecord, { changes, publish }: Services): Promise<void> {
  if (record.touched.length === 0) return
  const listings = await Promise.all(
    record.touched.map(async (listing) => ({ listing, change: await changes.add(listing) })),
  )
  await publish.add({ kind: 'article', articleId: record.id, listings })
}
