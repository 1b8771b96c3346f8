import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import type { Stack } from '../operations/stack.ts'

/** Maximum receipts read. The bucket's listing has neither their age nor their state, so each one must be read. */
export const maximumReceipts = 1000
const parallelReads = 50

type Uploads = Pick<Stack['uploads'], 'list' | 'getReceipt'>

export type ReceiptList = {
  /** Newest first. */
  readonly receipts: readonly Receipt[]
  /** False if there are more receipts, whose keys sort after those that were read. */
  readonly complete: boolean
}

/** Reads the receipts of the keys that begin with `prefix`. */
export async function listReceipts(uploads: Uploads, prefix = ''): Promise<ReceiptList> {
  const paths: string[] = []
  for await (const path of uploads.list(`receipts/${prefix}`)) {
    if (path.endsWith('.json')) paths.push(path)
    if (paths.length > maximumReceipts) break
  }
  const receipts: Receipt[] = []
  for (let start = 0; start < Math.min(paths.length, maximumReceipts); start += parallelReads) {
    const batch = paths.slice(start, Math.min(start + parallelReads, maximumReceipts))
    const stored = await Promise.all(batch.map((path) => uploads.getReceipt(path)))
    for (const receipt of stored) if (receipt) receipts.push(readBody(receipt.body))
  }
  receipts.sort((a, b) => b.at.localeCompare(a.at))
  return { receipts, complete: paths.length <= maximumReceipts }
}

/** Reads the receipt of a key, and the ETag of the upload to which it belongs. */
export async function findReceipt(
  uploads: Uploads,
  key: string,
): Promise<{ readonly receipt: Receipt; readonly upload: string } | undefined> {
  const stored = await uploads.getReceipt(receiptPath(key, 'json'))
  return stored && { receipt: readBody(stored.body), upload: stored.upload }
}

function readBody(body: string): Receipt {
  return JSON.parse(body) as Receipt // ingest-article wrote it
}
