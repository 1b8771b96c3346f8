import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { queue } from '../aws/queue.ts'
import { applyUpload, isSuperseded, type UploadFact } from '../core/articles/apply-upload.ts'
import type { UploadRecord } from '../core/articles/article.ts'
import { completeFact } from '../core/articles/complete-fact.ts'
import { articleId } from '../core/articles/identity.ts'
import type { Pictures } from '../core/articles/picture.ts'
import { type IngestEvent, readEvent } from '../core/articles/read-event.ts'
import { recallRecord } from '../core/articles/recall-record.ts'
import { composeReceipt, receiptPath, renderReceiptText } from '../core/articles/receipt.ts'
import { parseReceipt } from '../core/articles/receipt-schema.ts'
import { yieldSlug } from '../core/articles/yield-slug.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { FilesMessage, IngestMessage, PublishMessage } from '../core/messages.ts'
import type { FileReference } from '../core/reading/file-reference.ts'
import { maximumArticleBytes } from '../core/reading/limits.ts'
import { parseUploadEvents } from '../core/reading/upload-event.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { lookAtFiles } from './ingest-article/look-at-files.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('ingest-article', services, ingestArticle)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'ingest-article'>) {
  const dynamo = createDynamo()
  const s3 = createS3()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    uploads: uploadStore(s3, settings.uploadsBucket),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket, 0),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    holders: holderStore(dynamo, settings.articlesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    fileChanges: queue<FilesMessage>(sqs, settings.filesQueueUrl),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
  }
}

// Runs once per message. Safe to repeat: what was applied already changes nothing, and its receipt and the rebuilding
// of what it touched are asked for again.
export async function ingestArticle(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as IngestMessage | object // our own message, or S3's
  const occasions = 'kind' in message ? [message] : parseUploadEvents(message)
  for (const occasion of occasions) {
    const { kind } = classifyKey(occasion.key)
    if (kind === 'asset') await services.fileChanges.add({ kind: 'file', key: occasion.key })
    if (kind === 'article') await ingest(occasion, services, now)
  }
}

async function ingest(occasion: IngestEvent, services: Services, now: Date, slugsTaken = 0): Promise<void> {
  const { articles, bodies, holders, site, uploads } = services
  const before = (await articles.get(articleId(occasion.key))) ?? (await recall(occasion.key, services))
  if (before && 'sequencer' in occasion && isSuperseded(before, occasion.sequencer)) return
  const size = 'size' in occasion ? occasion.size : undefined
  const upload = occasion.kind === 'due' ? undefined : await uploads.get(occasion.key, maximumArticleBytes, size)
  const judge = (pictures?: Pictures) => readEvent(occasion, upload, before, { now, slugsTaken, site, pictures })
  const unseen = judge()
  if (!unseen) return
  const { missing, pictures } = await lookAtFiles(unseen.fact, uploads)
  const judged = (pictures.size > 0 && judge(pictures)) || unseen
  if (judged.contentKey && judged.body) await bodies.put(judged.contentKey, judged.body)

  const { fact, sharing } = await complete(judged.fact, missing, before, services)
  const after = applyUpload(before, fact, site)
  if (after !== before) await holders.noteFiles(before, after)
  const saved = after === before ? 'saved' : await articles.save(before, after, Object.keys(site.publication.digests))
  if (saved === 'superseded') return ingest(occasion, services, now, slugsTaken)
  if (saved === 'slug-taken') {
    const freed = slugsTaken === 0 && (await claimSlug(after, services))
    return ingest(occasion, services, now, freed ? 0 : slugsTaken + 1)
  }
  const answered = occasion.kind === 'due' ? undefined : (upload?.etag ?? '')
  await Promise.all([announce(after, sharing, services), writeReceipt(after, judged.title, answered, services)])
}

/** After the tables were lost or emptied, the receipt still says which article an upload is. */
async function recall(key: string, { uploads }: Services): Promise<UploadRecord | undefined> {
  const found = await uploads.getReceipt(receiptPath(key, 'json'))
  const receipt = found && parseReceipt(found.body)
  return receipt && recallRecord(receipt, found.upload)
}

/** What is to be known besides the upload itself, and the ids of other articles that have had its content, or that of before. */
async function complete(
  fact: UploadFact,
  missing: readonly FileReference[],
  before: UploadRecord | undefined,
  { articles, holders }: Services,
) {
  const fingerprint = fact.kind === 'accepted' ? fact.fingerprint : undefined
  const fingerprints = new Set([before?.fingerprint, fingerprint].filter((each) => each !== undefined))
  const ids = await Promise.all([...fingerprints].map((each) => holders.listOfContent(each)))
  const sharing = [...new Set([...ids.flat(), ...(before?.heirOf ? [before.heirOf] : [])])]
  const records = await articles.getAll(sharing.filter((id) => id !== articleId(fact.key)))
  return { fact: completeFact(fact, { missing, holders: records }), sharing: records.map(({ id }) => id) }
}

/** Answers whether a slug that another article has came free. */
async function claimSlug(claimant: UploadRecord, { articles, ingest, site }: Services): Promise<boolean> {
  const owner = await articles.getOwner(claimant.article?.slug ?? '')
  const yielded = owner && yieldSlug(owner, claimant)
  if (!yielded) return false
  const saved = await articles.save(owner, yielded, Object.keys(site.publication.digests))
  if (saved === 'slug-taken') return false
  await ingest.add({ kind: 'check', key: owner.key })
  return true
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
async function announce(record: UploadRecord, sharing: readonly string[], services: Services): Promise<void> {
  const { changes, fileChanges, publish } = services
  if (record.files?.length || record.formerFiles?.length)
    await fileChanges.add({ kind: 'article', articleId: record.id })
  if (record.touched.length === 0) return
  const listings = await Promise.all(
    record.touched.map(async (listing) => ({ listing, change: await changes.add(listing) })),
  )
  // Articles that were withdrawn lead on to another with the same content: their pages change with it.
  await publish.addAll(sharing.map((id) => ({ kind: 'article', articleId: id, listings: [] })))
  await publish.add({ kind: 'article', articleId: record.id, listings })
}
