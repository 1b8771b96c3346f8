import { articleStore } from '../aws/articles/article-store.ts'
import { fileStore } from '../aws/articles/file-store.ts'
import { holderStore } from '../aws/articles/holder-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import { composeFileReceipt, refuseFile } from '../core/articles/file-receipt.ts'
import { articlesToCheck, placeFile } from '../core/articles/place-file.ts'
import { type Receipt, receiptPath, renderReceiptText } from '../core/articles/receipt.ts'
import { isSame } from '../core/articles/same-value.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { FilesMessage, IngestMessage } from '../core/messages.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Of one article, which may have had hundreds. */
const filesAtOnce = 10

// Called by AWS.
export const handler = queueHandler('publish-files', services, publishFiles)

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

// Runs once per message. Safe to repeat and to run beside itself: it looks at what is there, brings the copies in line
// with it, and looks again.
export async function publishFiles(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as FilesMessage // our own message
  if (message.kind === 'file') return publishFile(message.key, services, now)
  const record = await services.articles.get(message.articleId)
  const keys = new Set([...(record?.files ?? []), ...(record?.formerFiles ?? [])].map(({ key }) => key))
  const waiting = keys.values()
  const publishNext = async () => {
    for (const key of waiting) await publishFile(key, services, now)
  }
  await Promise.all(Array.from({ length: filesAtOnce }, publishNext))
}

async function publishFile(key: string, services: Services, now: Date): Promise<void> {
  const { ingest, fileCopies } = services
  for (;;) {
    const { upload, places, toCheck } = await look(key, services)
    const etag = upload && refuseFile(upload.size) === undefined ? upload.etag : undefined
    await Promise.all([
      ...places.put.map((path) => (etag === undefined ? fileCopies.remove(path) : fileCopies.copy(key, etag, path))),
      ...places.remove.map((path) => fileCopies.remove(path)),
    ])
    const at = (upload?.storedAt ?? now).toISOString()
    await writeReceipt(composeFileReceipt(key, upload?.size, places.put, at, services.site), upload?.etag, services)
    const settled = await look(key, services)
    if (isSame([settled.upload, settled.places], [upload, places])) {
      await ingest.addAll(toCheck.map((article) => ({ kind: 'check', key: article })))
      return
    }
  }
}

/** The file as it is now, and where it has to be. */
async function look(key: string, { articles, holders, uploads }: Services) {
  const upload = await uploads.look(key)
  const records = await Promise.all((await holders.listOfFile(key)).map((id) => articles.get(id)))
  const known = records.filter((record) => record !== undefined)
  return { upload, places: placeFile(key, known), toCheck: articlesToCheck(key, upload?.etag, known) }
}

/** A file that was never there needs no answer, and one that has gone needs it once. */
async function writeReceipt(receipt: Receipt, etag: string | undefined, { uploads }: Services): Promise<void> {
  const path = receiptPath(receipt.key, 'json')
  if (etag === undefined && !(await uploads.getReceipt(path))?.upload) return
  const stamp = { upload: etag ?? '', revision: 0 }
  await uploads.putReceipt(path, JSON.stringify(receipt, undefined, 2), 'application/json', stamp)
  const text = renderReceiptText(receipt)
  await uploads.putReceipt(receiptPath(receipt.key, 'txt'), text, 'text/plain; charset=utf-8', stamp)
}
