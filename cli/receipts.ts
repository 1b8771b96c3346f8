import type { Command } from 'commander'
import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import { renderReceiptText } from '../core/articles/receipt-text.ts'
import { countOf } from '../core/text/count-of.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { onStack } from './connect.ts'
import { type Report, table } from './report.ts'

export function define(command: Command): void {
  command
    .description('list the receipts of all uploads, or show one')
    .argument('[key]')
    .action(
      onStack((stack, report, key: string | undefined) =>
        key === undefined ? listReceipts(stack, report) : showReceipt(key, stack, report),
      ),
    )
}

/** Shows the text as it is stored: it says what happens to notes and welcome texts, and the JSON does not. */
export async function showReceipt(key: string, { uploads }: Pick<Stack, 'uploads'>, report: Report): Promise<void> {
  const receipt = await readReceipt(receiptPath(key, 'json'), { uploads })
  const text = await uploads.getReceipt(receiptPath(key, 'txt'))
  if (!receipt)
    throw new CommandFailure(
      `There is no receipt for ${key}. Keys begin with articles/, backfill/, issues/ or welcome/.`,
    )
  report.answer(receipt, [text?.body ?? renderReceiptText(receipt)])
}

async function listReceipts(stack: Stack, report: Report): Promise<void> {
  const receipts: Receipt[] = []
  for await (const path of stack.uploads.list('receipts/')) {
    const receipt = path.endsWith('.json') ? await readReceipt(path, stack) : undefined
    if (receipt) receipts.push(receipt)
  }
  const rows = receipts.map(({ state, problems, key }) => [
    state,
    problems.length === 0 ? '' : countOf(problems.length, 'problem'),
    key,
  ])
  report.answer(receipts, rows.length > 0 ? table(rows) : ['There are no receipts: nothing has been uploaded yet.'])
}

async function readReceipt(path: string, stack: Pick<Stack, 'uploads'>): Promise<Receipt | undefined> {
  const receipt = await stack.uploads.getReceipt(path)
  return receipt && (JSON.parse(receipt.body) as Receipt) // ingest-article wrote it
}
