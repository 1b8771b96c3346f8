import { articleId } from '../../core/articles/identity.ts'
import { answeredKey } from '../../core/articles/receipt.ts'
import { parseReceipt } from '../../core/articles/receipt-schema.ts'
import type { Page, Place } from '../../core/deployment/deployment.ts'
import { messagesPerPage } from '../../core/deployment/limits.ts'
import { planRechecks } from '../../core/deployment/plan-rechecks.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { Services } from './services.ts'

/** Reads uploads again, and the files beside articles. */
export async function recheckUploads(prefix: string, { after }: Place, { uploads, ingest }: Services): Promise<Page> {
  const { objects, next } = await uploads.listPage({ prefix, after, limit: messagesPerPage })
  const keys = objects.map(({ key }) => key).filter((key) => classifyKey(key).kind !== 'ignored')
  await ingest.addAll(keys.map((key) => ({ kind: 'check', key })))
  return { messages: keys.length, next: next === undefined ? undefined : { after: next } }
}

/**
 * Checks the keys of deleted uploads, which only their receipts still contain: the page of an article that was moved leads
 * to its new address, and a lost record is restored.
 */
export async function recheckReceipts({ after }: Place, services: Services): Promise<Page> {
  const { uploads, articles, ingest } = services
  const { objects, next } = await uploads.listPage({ prefix: 'receipts/', after, limit: messagesPerPage })
  const answered = await Promise.all(objects.map(({ key }) => answeredKey(key) ?? readKey(key, services)))
  const keys = answered.filter((key) => key !== undefined)
  const checked = planRechecks(keys, await articles.getAll(keys.map(articleId)))
  await ingest.addAll(checked.map((key) => ({ kind: 'check', key })))
  return { messages: checked.length, next: next === undefined ? undefined : { after: next } }
}

/** Reads the key from a receipt. If a key is too long for a path, the name of its receipt does not contain it. */
async function readKey(path: string, { uploads }: Services): Promise<string | undefined> {
  if (!path.endsWith('.json')) return undefined
  const receipt = await uploads.getReceipt(path)
  return receipt && parseReceipt(receipt.body)?.key
}
