import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type Returned, returnMail } from '../aws/local/relay.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import { dataFolder, type StackOptions } from './connect/select-stack.ts'
import { findLocalStack, profile } from './connect.ts'
import { createReport } from './report.ts'

export function define(command: Command): void {
  command
    .description('record a bounce or a complaint that arrived as a mail')
    .argument('[file]', 'the mail as it arrived; without a file, from standard input')
    .option('--to <address>', 'the address that received it, if its header does not say so')
    .addHelpText('after', help)
    .action(async (file: string | undefined, { to }: { readonly to?: string }) => {
      const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
      if (options.stack !== undefined || options.region !== undefined)
        throw new CommandFailure(
          'A deployed stack gets its bounces from SES. This command is for local stacks.',
          exitCodes.misused,
        )
      const mail = file === undefined ? await buffer(process.stdin) : await readMail(file)
      const { connection } = await findLocalStack(dataFolder(options), options.profile ?? profile)
      const returned = await returnMail(connection, mail, to)
      createReport(options.json ?? false).answer(returned, [describeReturned(returned)])
    })
}

const help = `
Only of a local stack with SMTP_URL. A mail that is no bounce of a mail from this stack changes nothing.

Examples:
  cat bounce.eml | postrider bounces
  postrider bounces bounce.eml --to bounces+0195f3…@example.com`

async function readMail(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
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
