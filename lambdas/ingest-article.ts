import { articleStore } from '../aws/article-store.ts'
import { changeStore } from '../aws/change-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { queue } from '../aws/queue.ts'
import { uploadStore } from '../aws/upload-store.ts'
import { applyUpload, isSuperseded, type UploadFact } from '../core/articles/apply-upload.ts'
import type { ArticleBody, UploadRecord } from '../core/articles/article.ts'
import { articleId } from '../core/articles/identify.ts'
import { judgeUpload } from '../core/articles/judge-upload.ts'
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

/** A reason to look at an upload: an event of S3's, or our own wish. */
type Occasion = ReturnType<typeof parseUploadEvents>[number] | IngestMessage

async function ingest(occasion: Occasion, services: Services, now: Date, slugTaken = false): Promise<void> {
  const { articles, bodies, site } = services
  const before = await articles.get(articleId(occasion.key))
  if (before && 'sequencer' in occasion && isSuperseded(before, occasion.sequencer)) return
  const judged = await judge(occasion, before, services, now, slugTaken)
  if (!judged) return
  if (judged.contentKey && judged.body) await bodies.put(judged.contentKey, judged.body)

  const after = applyUpload(before, judged.fact, site)
  const saved = after === before ? 'saved' : await articles.save(before, after, Object.keys(site.publication.digests))
  if (saved !== 'saved') return ingest(occasion, services, now, saved === 'slug-taken')
  await writeReceipt(after, judged.title, judged.etag, services)
  await announce(after, services)
}

type Judged = Partial<ReturnType<typeof judgeUpload>> & { readonly fact: UploadFact; readonly etag: string }

/** What there is to say of the upload now; undefined when there is nothing new. */
async function judge(
  occasion: Occasion,
  before: UploadRecord | undefined,
  { uploads, site }: Services,
  now: Date,
  slugTaken: boolean,
): Promise<Judged | undefined> {
  const { key } = occasion
  const sequencer = 'sequencer' in occasion ? occasion.sequencer : (before?.sequencer ?? '0')
  const at = ('at' in occasion && occasion.at) || now.toISOString()
  if (occasion.kind === 'delete') return { fact: { kind: 'deleted', key, sequencer, at }, etag: '' }
  if (occasion.kind === 'due') return before && { fact: { kind: 'due', key, sequencer, at }, etag: '' }

  const upload = await uploads.get(key, maximumUploadBytes)
  if (upload) {
    // The event is exact to the millisecond, the object to the second.
    const when = { sequencer, at: ('at' in occasion && occasion.at) || upload.storedAt.toISOString() }
    return { ...judgeUpload({ key, ...upload }, when, before, slugTaken, site), etag: upload.etag }
  }
  // Of an upload that has gone since, the event of its deletion tells; a mere check has to do so itself.
  if (occasion.kind === 'put' || !before) return undefined
  return { fact: { kind: 'deleted', key, sequencer, at }, etag: '' }
}

async function writeReceipt(
  record: UploadRecord,
  title: string | undefined,
  etag: string,
  { site, uploads }: Services,
): Promise<void> {
  const receipt = composeReceipt(record, site, title)
  const stamp = { upload: etag, revision: record.revision }
  const json = JSON.stringify(receipt, undefined, 2)
  await uploads.putReceipt(receiptPath(record.key, 'json'), json, 'application/json', stamp)
  await uploads.putReceipt(
    receiptPath(record.key, 'txt'),
    renderReceiptText(receipt),
    'text/plain; charset=utf-8',
    stamp,
  )
}

/** Counts the change of each listing after it was stored, so whoever rebuilds it to this count has seen it. */
async function announce(record: UploadRecord, { changes, publish }: Services): Promise<void> {
  if (!record.article || record.touched.length === 0) return
  const listings = await Promise.all(
    record.touched.map(async (listing) => ({ listing, change: await changes.add(listing) })),
  )
  await publish.add({ kind: 'article', articleId: record.id, listings })
}
