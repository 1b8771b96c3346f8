import { articleStore } from '../aws/articles/article-store.ts'
import { fileStore } from '../aws/articles/file-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import { articlesToCheck, composeFileReceipt, planCopies, refuseFile } from '../core/articles/article-files.ts'
import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import { isSame } from '../core/articles/same-value.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { FilesMessage, IngestMessage } from '../core/messages.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Files of one article that are published concurrently. An article may have had hundreds. */
const concurrency = 10

// Called by AWS.
export const handler = queueHandler('publish-files', services, publishFiles, { handsBack: true })

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'publish-files'>) {
  const dynamo = createDynamo()
  const s3 = createS3()
  return {
    site: siteOf(settings),
    uploads: uploadStore(s3, settings.uploadsBucket),
    fileCopies: fileStore(s3, settings.uploadsBucket, settings.siteBucket),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    holders: holderStore(dynamo, settings.articlesTable),
    ingest: queue<IngestMessage>(createSqs(), settings.ingestQueueUrl),
  }
}

// Runs once per message. Safe to repeat and to run concurrently: it makes the copies match what it reads, reads again,
// and repeats until nothing has changed in between.
export async function publishFiles(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as FilesMessage // our own message
  if (message.kind === 'file') return publishFile(message.key, services, now)
  const record = await services.articles.get(message.articleId)
  const keys = new Set([...(record?.files ?? []), ...(record?.formerFiles ?? [])].map(({ key }) => key)).values()
  const publishNext = async () => {
    for (const key of keys) await publishFile(key, services, now)
  }
  await Promise.all(Array.from({ length: concurrency }, publishNext))
}

async function publishFile(key: string, services: Services, now: Date): Promise<void> {
  const { ingest, fileCopies } = services
  for (;;) {
    const { upload, copies, toCheck } = await readFile(key, services)
    const etag = upload && refuseFile(upload.size) === undefined ? upload.etag : undefined
    await Promise.all([
      ...copies.put.map((path) => (etag === undefined ? fileCopies.remove(path) : fileCopies.copy(key, etag, path))),
      ...copies.remove.map((path) => fileCopies.remove(path)),
    ])
    const at = (upload?.storedAt ?? now).toISOString()
    await writeReceipt(composeFileReceipt(key, upload?.size, copies.put, at, services.site), upload?.etag, services)
    const present = await readFile(key, services)
    if (isSame([present.upload, present.copies], [upload, copies])) {
      await ingest.addAll(toCheck.map((article) => ({ kind: 'check', key: article })))
      return
    }
  }
}

/** Reads the current state of a file, and plans its copies and the articles to check. */
async function readFile(key: string, { articles, holders, uploads }: Services) {
  const upload = await uploads.look(key)
  const records = await Promise.all((await holders.listOfFile(key)).map((id) => articles.get(id)))
  const existing = records.filter((record) => record !== undefined)
  return { upload, copies: planCopies(key, existing), toCheck: articlesToCheck(key, upload?.etag, existing) }
}

/** Writes a receipt. A file that never existed gets none, and a deleted file gets one only once. */
async function writeReceipt(receipt: Receipt, etag: string | undefined, { uploads }: Services): Promise<void> {
  if (etag === undefined && !(await uploads.getReceipt(receiptPath(receipt.key, 'json')))?.upload) return
  await uploads.putReceipt(receipt, { upload: etag ?? '', revision: 0 })
}
