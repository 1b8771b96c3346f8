import { readFile } from 'node:fs/promises'
import { renderReceiptText } from '../../core/articles/receipt.ts'
import { insertVerdict } from '../../core/issues/insert-receipt.ts'
import { CommandFailure } from '../command-failure.ts'
import { awaitReceipt } from '../publish.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { readDigest } from './send.ts'

type InsertOptions = { readonly sponsor?: boolean; readonly remove?: boolean }

/** Uploads the editor's note (or a sponsor's words) for the next issue, or deletes it, and shows its receipt. */
export async function uploadInsert(
  name: string,
  file: string | undefined,
  options: InsertOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const digest = readDigest(name, stack)
  const kind = options.sponsor ? 'sponsor' : 'note'
  const key = `issues/${digest}${options.sponsor ? '.sponsor' : ''}.md`
  if (file === undefined && !options.remove) throw new CommandFailure('Name a Markdown file, or --remove.', 2)
  if (file === undefined) {
    await stack.uploads.remove(key)
    return report.answer({ key, removed: true }, [`${key} is deleted: no issue to come brings it.`])
  }
  const bytes = await readFile(file).catch((cause) => {
    throw new CommandFailure(`Cannot read ${file}.`, 1, { cause })
  })
  const receipt = await awaitReceipt(key, await stack.uploads.put(key, bytes, 'text/markdown'), stack)
  const record = await stack.inserts.get(digest, kind)
  report.answer(receipt, [renderReceiptText(receipt, record && insertVerdict(record))])
  if (receipt.state === 'rejected') process.exitCode = 1
}
