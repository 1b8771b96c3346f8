import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { renderReceiptText } from '../../core/articles/receipt-text.ts'
import { insertVerdict } from '../../core/issues/insert-record.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { awaitReceipt } from '../../operations/uploads/await-receipt.ts'
import { onStack } from '../connect.ts'

import type { Report } from '../report.ts'

type NoteOptions = { readonly sponsor?: boolean; readonly remove?: boolean }

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('[file]', 'Markdown')
    .description("upload the editor's note for the next issue")
    .option('--sponsor', "upload a sponsor's text instead")
    .option('--remove', 'delete it')
    .action(
      onStack((stack, report, digest: string, file: string | undefined, options: NoteOptions) =>
        uploadInsert(digest, file, options, stack, report),
      ),
    )
}

/** Uploads the editor's note or a sponsor's text for the next issue and shows its receipt, or deletes it. */
async function uploadInsert(
  name: string,
  file: string | undefined,
  options: NoteOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const digest = readDigest(name, stack)
  const kind = options.sponsor ? 'sponsor' : 'note'
  const key = `issues/${digest}${options.sponsor ? '.sponsor' : ''}.md`
  if (file === undefined && !options.remove) throw new CommandFailure('Name a Markdown file, or use --remove.', 2)
  if (file === undefined) {
    await stack.uploads.remove(key)
    return report.answer({ key, removed: true }, [`${key} was deleted. No future issue will contain it.`])
  }
  const bytes = await readFile(file).catch((cause) => {
    throw new CommandFailure(`Cannot read ${file}.`, 1, { cause })
  })
  const receipt = await awaitReceipt(key, await stack.uploads.put(key, bytes, 'text/markdown'), stack)
  const record = await stack.inserts.get(digest, kind)
  report.answer(receipt, [renderReceiptText(receipt, record && insertVerdict(record))])
  if (receipt.state === 'rejected') process.exitCode = 1
}
