import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import type { ConsoleStack } from './console-sources.ts'

/** The bucket tells neither age nor state of a receipt, so each has to be read. */
export const mostReceipts = 1000
const atOnce = 50

type Uploads = Pick<ConsoleStack['uploads'], 'list' | 'getReceipt'>

export type FoundReceipts = {
  /** Newest first. */
  readonly receipts: readonly Receipt[]
  /** False: there are more, whose keys come later in the alphabet. */
  readonly complete: boolean
}

/** The receipts of the keys that begin with `prefix`. */
export async function listReceipts(uploads: Uploads, prefix = ''): Promise<FoundReceipts> {
  const paths: string[] = []
  for await (const path of uploads.list(`receipts/${prefix}`)) {
    if (path.endsWith('.json')) paths.push(path)
    if (paths.length > mostReceipts) break
  }
  const receipts: Receipt[] = []
  for (let start = 0; start < Math.min(paths.length, mostReceipts); start += atOnce) {
    const batch = paths.slice(start, Math.min(start + atOnce, mostReceipts))
    const found = await Promise.all(batch.map((path) => uploads.getReceipt(path)))
    for (const receipt of found) if (receipt) receipts.push(readBody(receipt.body))
  }
  receipts.sort((a, b) => b.at.localeCompare(a.at))
  return { receipts, complete: paths.length <= mostReceipts }
}

/** The receipt of a key, and the ETag of the upload that it answers. */
export async function findReceipt(
  uploads: Uploads,
  key: string,
): Promise<{ readonly receipt: Receipt; readonly upload: string } | undefined> {
  const found = await uploads.getReceipt(receiptPath(key, 'json'))
  return found && { receipt: readBody(found.body), upload: found.upload }
}

function readBody(body: string): Receipt {
  return JSON.parse(body) as Receipt // ingest wrote it
}
