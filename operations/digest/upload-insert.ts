import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import type { InsertKind } from '../../core/issues/insert-record.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { waitFor } from '../wait-for.ts'

/** Milliseconds to wait for a receipt. */
const receiptTimeout = 20_000

/** The source of a note or a sponsor's text, and the receipt of its upload. */
export type UploadedText = { readonly source: string; readonly receipt: Receipt | undefined }

export function insertUploadKey(digest: string, kind: InsertKind): string {
  return `issues/${digest}${kind === 'sponsor' ? '.sponsor' : ''}.md`
}

/** Reads the text that was uploaded last. Undefined if there is none. An issue may have taken it already. */
export async function readUploadedInsert(
  digest: string,
  kind: InsertKind,
  { uploads }: Pick<Stack, 'uploads'>,
): Promise<UploadedText | undefined> {
  const key = insertUploadKey(digest, kind)
  const [upload, receipt] = await Promise.all([
    uploads.get(key, maximumArticleBytes),
    uploads.getReceipt(receiptPath(key, 'json')),
  ])
  if (!upload) return undefined
  const source = new TextDecoder().decode(upload.bytes)
  const isCurrent = receipt?.upload === upload.etag
  return { source, receipt: isCurrent ? (JSON.parse(receipt.body) as Receipt) : undefined } // ingest-article wrote it
}

/**
 * Uploads the note or the sponsor's text of the next issue, and waits for its receipt. An empty text deletes it.
 *
 * @returns undefined if the receipt takes long
 */
export async function uploadInsert(
  name: string,
  kind: InsertKind,
  text: string,
  stack: Pick<Stack, 'uploads' | 'site'>,
): Promise<Receipt | 'removed' | undefined> {
  const key = insertUploadKey(readDigest(name, stack), kind)
  if (text.trim() === '') {
    await stack.uploads.remove(key)
    return 'removed'
  }
  const bytes = Buffer.from(text.replaceAll('\r\n', '\n'))
  if (bytes.byteLength > maximumArticleBytes) throw new CommandFailure('The text is too long.')
  const etag = await stack.uploads.put(key, bytes, 'text/markdown')
  return waitFor(async () => {
    const current = await stack.uploads.getReceipt(receiptPath(key, 'json'))
    return current?.upload === etag ? (JSON.parse(current.body) as Receipt) : undefined // ingest-article wrote it
  }, receiptTimeout)
}
