import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type Returned, returnMail } from '../aws/local/relay.ts'
import { countOf } from '../core/text/count-of.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import { readMailbox, type StoredMail, splitMailbox } from '../operations/mailbox.ts'
import { dataFolder, type StackOptions } from './connect/select-stack.ts'
import { findLocalStack, profile } from './connect.ts'
import { createReport } from './report.ts'

export function define(command: Command): void {
  command
    .description('record bounces and complaints that arrived as mails')
    .argument('[file]', 'a mail as it arrived, an mbox or a Maildir; without a file, from standard input')
    .option('--to <address>', 'the address that received it, if its header does not say so')
    .addHelpText('after', help)
    .action(async (file: string | undefined, { to }: { readonly to?: string }) => {
      const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
      if (options.stack !== undefined || options.region !== undefined)
        throw new CommandFailure(
          'A deployed stack gets its bounces from SES. This command is for local stacks.',
          exitCodes.misused,
        )
      const mails = await readAll(file)
      const { connection } = await findLocalStack(dataFolder(options), options.profile ?? profile)
      const all: Returned[] = []
      for (const { bytes, finish } of mails) {
        all.push(await returnMail(connection, bytes, to))
        await finish?.()
      }
      const [only, another] = all
      const report = createReport(options.json ?? false)
      if (only && !another) report.answer(only, [describeReturned(only)])
      else report.answer({ mails: all }, describeAll(all))
    })
}

const help = `
Only of a local stack with SMTP_URL. A mail that is no bounce of a mail from this stack changes nothing. Of a Maildir, the
new mails are read, and count as read then. An mbox is not changed: remove it afterwards.

Examples:
  cat bounce.eml | postrider bounces
  postrider bounces bounce.eml --to bounces+0195f3…@example.com
  postrider bounces ~/Maildir`

/** Reads all mails before the first is handed over, so that a folder that cannot be read changes nothing. */
async function readAll(file: string | undefined): Promise<readonly StoredMail[]> {
  if (file === undefined) return splitMailbox(await buffer(process.stdin)).map((bytes) => ({ name: '-', bytes }))
  try {
    return await Array.fromAsync(readMailbox(file))
  } catch (error) {
    throw new CommandFailure(
      `${file} cannot be read: ${error instanceof Error ? error.message : error}`,
      exitCodes.misused,
    )
  }
}

export function describeReturned({ result, messageId, reason }: Returned): string {
  return result === 'ignored' ? `Ignored: ${reason}.` : `Recorded a ${result} of the mail ${messageId}.`
}

export function describeAll(all: readonly Returned[]): readonly string[] {
  if (all.length === 0) return ['There is no new mail.']
  const counts = Map.groupBy(all, ({ result }) => result)
  const count = (result: string) => counts.get(result)?.length ?? 0
  const parts = ['bounce', 'delay', 'complaint'].map((result) => countOf(count(result), result)).join(', ')
  return [`Recorded of ${countOf(all.length, 'mail')}: ${parts}. ${count('ignored')} ignored.`]
}
