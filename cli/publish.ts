import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import { renderReceiptText } from '../core/articles/receipt-text.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { CommandFailure } from './command-failure.ts'
import { onStack } from './connect.ts'
import type { Report } from './report.ts'
import type { Stack } from './stack.ts'
import { waitFor } from './wait-for.ts'

/** Milliseconds to wait for a receipt. */
const receiptTimeout = 60_000

export type PublishOptions = { readonly backfill?: boolean; readonly folder?: string }

export function define(command: Command): void {
  command
    .description('upload articles and show their receipts')
    .argument('<file...>')
    .option('--backfill', 'import them as an archive: they are never mailed')
    .option('--folder <path>', 'folder below articles/ or backfill/')
    .action(
      onStack((stack, report, files: string[], options: PublishOptions) => publish(files, options, stack, report)),
    )
}

/** Uploads files as an editor would, and shows the receipt of each article. */
async function publish(files: readonly string[], options: PublishOptions, stack: Stack, report: Report): Promise<void> {
  const uploads = await Promise.all(files.map((file) => readUpload(file, options)))
  const receipts: Receipt[] = []
  for (const { key, bytes } of uploads) {
    const etag = await stack.uploads.put(key, bytes, contentTypeOf(key))
    if (classifyKey(key).kind === 'article') receipts.push(await awaitReceipt(key, etag, stack))
  }
  const texts = receipts.map((receipt) => renderReceiptText(receipt))
  report.answer(
    receipts,
    texts.length > 0 ? texts : ['Uploaded. Files beside an article do not get their own receipts.'],
  )
  const rejected = receipts.filter((receipt) => receipt.state === 'rejected').length
  if (rejected > 0) process.exitCode = 1
}

/** Reads a file and returns it with its key in the bucket. @throws {CommandFailure} if it cannot be read */
export async function readUpload(file: string, { backfill, folder }: PublishOptions) {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    throw new CommandFailure(`Cannot publish ${file}: ${problem}.`, 1, { cause })
  })
  return { key: path.posix.join(backfill ? 'backfill' : 'articles', folder ?? '', path.basename(file)), bytes }
}

/** Waits for the receipt of an upload. @throws {CommandFailure} if there is none after a minute */
export async function awaitReceipt(key: string, etag: string, stack: Stack): Promise<Receipt> {
  const receipt = await waitFor(async () => {
    const current = await stack.uploads.getReceipt(receiptPath(key, 'json'))
    return current?.upload === etag ? (JSON.parse(current.body) as Receipt) : undefined // ingest-article wrote it
  }, receiptTimeout)
  if (receipt) return receipt
  throw new CommandFailure(
    `${key} was uploaded, but has no receipt yet. Check again with \`npx postrider receipts ${key}\`.`,
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

/** Returns a content type without a charset, because the charset is detected from the bytes. */
export function contentTypeOf(key: string): string {
  return contentTypes[path.extname(key).toLowerCase()] ?? 'application/octet-stream'
}
