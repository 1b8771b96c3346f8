import { type Receipt, receiptPath, renderReceiptText } from '../core/articles/receipt.ts'
import { CommandFailure } from './command-failure.ts'
import { type Report, table } from './report.ts'
import type { Stack } from './stack.ts'

/** The receipt of one upload, or a line for each. */
export async function receipts(key: string | undefined, stack: Stack, report: Report): Promise<void> {
  if (key !== undefined) {
    const receipt = await readReceipt(receiptPath(key, 'json'), stack)
    if (!receipt) throw new CommandFailure(`There is no receipt for ${key}. Keys begin with articles/ or backfill/.`)
    return report.answer(receipt, [renderReceiptText(receipt)])
  }
  const all: Receipt[] = []
  for await (const path of stack.uploads.list('receipts/')) {
    const receipt = path.endsWith('.json') ? await readReceipt(path, stack) : undefined
    if (receipt) all.push(receipt)
  }
  const rows = all.map((receipt) => [
    receipt.state,
    receipt.problems.length === 0 ? '' : `${receipt.problems.length} to look at`,
    receipt.key,
  ])
  report.answer(all, rows.length > 0 ? table(rows) : ['There are no receipts: nothing was uploaded yet.'])
}

async function readReceipt(path: string, stack: Stack): Promise<Receipt | undefined> {
  const found = await stack.uploads.getReceipt(path)
  return found && (JSON.parse(found.body) as Receipt) // ingest wrote it
}
