import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Receipt, receiptPath, renderReceiptText } from '../core/articles/receipt.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { CommandFailure } from './command-failure.ts'
import type { Report } from './report.ts'
import type { Stack } from './stack.ts'
import { waitFor } from './wait-for.ts'

const receiptTimeoutMs = 60_000

export type PublishOptions = { readonly backfill?: boolean; readonly folder?: string }

/** Uploads files as an editor would, and shows what became of each. */
export async function publish(
  files: readonly string[],
  options: PublishOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const uploads = await Promise.all(files.map((file) => openUpload(file, options)))
  const receipts: Receipt[] = []
  for (const { key, bytes } of uploads) {
    const etag = await stack.uploads.put(key, bytes, contentTypeOf(key))
    if (classifyKey(key).kind === 'article') receipts.push(await awaitReceipt(key, etag, stack))
  }
  const texts = receipts.map((receipt) => renderReceiptText(receipt))
  report.answer(receipts, texts.length > 0 ? texts : ['Uploaded. Files beside an article get no receipt of their own.'])
  const rejected = receipts.filter((receipt) => receipt.state === 'rejected').length
  if (rejected > 0) process.exitCode = 1
}

export async function openUpload(file: string, { backfill, folder }: PublishOptions) {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    throw new CommandFailure(`Cannot publish ${file}: ${problem}.`, 1, { cause })
  })
  return { key: path.posix.join(backfill ? 'backfill' : 'articles', folder ?? '', path.basename(file)), bytes }
}

/** @throws {CommandFailure} when there is none after a minute */
export async function awaitReceipt(key: string, etag: string, stack: Stack): Promise<Receipt> {
  const receipt = await waitFor(async () => {
    const found = await stack.uploads.getReceipt(receiptPath(key, 'json'))
    return found?.upload === etag ? (JSON.parse(found.body) as Receipt) : undefined // ingest wrote it
  }, receiptTimeoutMs)
  if (receipt) return receipt
  throw new CommandFailure(
    `${key} was uploaded, but there is no receipt yet. Ask again with \`npx postrider receipts ${key}\`.`,
  )
}

const contentTypes: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
}

/** Without a charset: the bytes tell it. */
export function contentTypeOf(key: string): string {
  return contentTypes[path.extname(key).toLowerCase()] ?? 'application/octet-stream'
}
