import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import { CommandFailure, exitCodes } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { waitFor } from '../wait-for.ts'

/** Milliseconds without any receipt after which waiting ends. */
const patience = 60_000

type ReceiptSource = { readonly uploads: Pick<Stack['uploads'], 'getReceipt'> }

/** Receipts that are asked for at once. */
const atOnce = 8

/** An upload, with its ETag; empty if it was deleted. */
export type AnsweredUpload = { readonly key: string; readonly etag: string }

/** Waits for the receipt of an upload. @throws {CommandFailure} if there is none after a minute */
export async function awaitReceipt(key: string, etag: string, stack: ReceiptSource): Promise<Receipt> {
  const receipt = await waitFor(() => findReceipt({ key, etag }, stack), patience)
  if (receipt) return receipt
  throw new CommandFailure(
    `${key} was uploaded, but has no receipt yet. Check again with \`npx postrider receipts ${key}\`.`,
    exitCodes.notDoneYet,
  )
}

/**
 * Waits for the receipts of uploads, as long as there are new ones. Returns those that exist, by key.
 * @param listener receives the number of receipts so far
 */
export async function awaitReceipts(
  uploaded: readonly AnsweredUpload[],
  stack: ReceiptSource,
  { signal, listener }: { readonly signal?: AbortSignal; readonly listener?: (count: number) => void } = {},
): Promise<ReadonlyMap<string, Receipt>> {
  const receipts = new Map<string, Receipt>()
  let since = performance.now()
  await waitFor(async () => {
    const open = uploaded.filter(({ key }) => !receipts.has(key)).slice(0, atOnce)
    const found = await Promise.all(open.map((upload) => findReceipt(upload, stack)))
    for (const receipt of found) if (receipt) receipts.set(receipt.key, receipt)
    if (found.some((receipt) => receipt !== undefined)) since = performance.now()
    listener?.(receipts.size)
    const isOver = open.length === 0 || signal?.aborted || performance.now() - since > patience
    return isOver ? true : undefined
  }, Number.POSITIVE_INFINITY)
  return receipts
}

/** Returns the receipt of an upload, unless it answers another version. */
async function findReceipt({ key, etag }: AnsweredUpload, { uploads }: ReceiptSource) {
  const current = await uploads.getReceipt(receiptPath(key, 'json'))
  return current?.upload === etag ? (JSON.parse(current.body) as Receipt) : undefined // ingest-article wrote it
}
