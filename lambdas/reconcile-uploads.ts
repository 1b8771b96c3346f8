import { articleStore } from '../aws/articles/article-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createEventBridge, createS3, createSqs } from '../aws/clients.ts'
import { commandBus } from '../aws/event-bus.ts'
import { queue } from '../aws/queue.ts'
import type { UploadRecord } from '../core/articles/article.ts'
import { articleId } from '../core/articles/identity.ts'
import { planChecks, planWithdrawals } from '../core/articles/plan-reconciliation.ts'
import { answeredKey } from '../core/articles/receipt.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { IngestMessage, ReconcileMessage } from '../core/messages.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'

/** Objects that one run compares. */
const pageSize = 1000
/** Keys before and after all receipts. "0" follows "/". */
const receipts = { first: 'receipts/', last: 'receipts0' }

// Called by AWS.
export const handler = eventHandler('reconcile-uploads', services, reconcileUploads)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'reconcile-uploads'>) {
  return {
    uploads: uploadStore(createS3(), settings.uploadsBucket),
    articles: articleStore(createDynamo(), settings.articlesTable, settings.issuesTable),
    ingest: queue<IngestMessage>(createSqs(), settings.ingestQueueUrl),
    reconcile: commandBus<ReconcileMessage>(createEventBridge(), settings.eventBus, 'reconcile-uploads'),
  }
}

// Runs once per page of keys. Safe to repeat: it only asks ingest-article to check what may be out of date.
export async function reconcileUploads(message: ReconcileMessage, services: Services, { now }: Now): Promise<void> {
  const { reconcile: kind, after } = message
  const next = await (kind === 'uploads' ? checkUploads(after, services, now) : checkReceipts(after, services))
  if (next !== undefined) await services.reconcile.add({ reconcile: kind, after: next })
}

/** Returns the last key of the page, if there are more. The receipts are between the uploads, and are skipped. */
async function checkUploads(after: string | undefined, services: Services, now: Date): Promise<string | undefined> {
  const { uploads, ingest } = services
  const isBefore = (after ?? '') < receipts.first
  const { objects, next } = await uploads.listPage({
    after,
    ...(isBefore && { before: receipts.first }),
    limit: pageSize,
  })
  const records = await readRecords(
    objects.map(({ key }) => key),
    services,
  )
  await ingest.addAll(planChecks(objects, records, now).map((key) => ({ kind: 'check', key })))
  return next === undefined && isBefore ? checkUploads(receipts.last, services, now) : next
}

async function checkReceipts(after: string | undefined, services: Services): Promise<string | undefined> {
  const { uploads, ingest } = services
  const { objects, next } = await uploads.listPage({ after, prefix: 'receipts/', limit: pageSize })
  const answered = objects.flatMap(({ key }) => answeredKey(key) ?? []).sort()
  const records = await readRecords(answered, services)
  const present = new Set<string>()
  for await (const key of uploads.listBetween(answered.at(0) ?? '', answered.at(-1) ?? '')) present.add(key)
  await ingest.addAll(planWithdrawals(answered, present, records).map((key) => ({ kind: 'check', key })))
  return next
}

async function readRecords(keys: readonly string[], { articles }: Services): Promise<Map<string, UploadRecord>> {
  const records = await articles.getAll(keys.map(articleId))
  return new Map(records.map((record) => [record.key, record]))
}
