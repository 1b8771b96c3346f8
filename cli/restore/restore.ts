import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { checkSnapshot, pauseSending } from 'cdk-loopback/backup'
import type { Command } from 'commander'
import { allowSending } from '../../aws/local/backup.ts'
import { CommandFailure, exitCodes } from '../../operations/command-failure.ts'
import { checkArchive, extractArchive } from '../backup/archive.ts'
import { describeContents, summarize } from '../backup/contents.ts'
import { refuseDeployed } from '../backup/refuse-deployed.ts'
import { markRestored, pauseInProgress, removeMark } from '../backup/restored-mark.ts'
import { dataFolder, type StackOptions } from '../connect/select-stack.ts'
import { connect, findLocalStack, operatorProfile, profile } from '../connect.ts'
import { createReport, type Report } from '../report.ts'

export function define(command: Command): void {
  command
    .description('make a data folder from a backup; it mails nobody until --send')
    .argument('[file]', 'the file that `backup` wrote')
    .option('--send', 'let the running restored stack mail again, after you have looked at its issues')
    .addHelpText('after', help)
    .action(async (file: string | undefined, { send = false }: { readonly send?: boolean }) => {
      const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
      refuseDeployed(options)
      const report = createReport(options.json ?? false)
      if ((file === undefined) !== send)
        throw new CommandFailure('Name a backup to restore it, or use --send without one.', exitCodes.misused)
      await (file === undefined ? sendAgain(options, report) : restore(file, options, report))
    })
}

const help = `
The data folder must be missing or empty. The backup knows nothing of the mails that went out after it. So the restored stack
sends no mail at first, and every start pauses the issues in progress. docs/data-folder.md says what to check before --send.`

/** Makes the data folder from a backup, completely or not at all. @throws {CommandFailure} if that is not possible */
export async function restore(file: string, options: StackOptions, report: Report): Promise<void> {
  const data = path.resolve(dataFolder(options))
  if (existsSync(data) && (await readdir(data)).length > 0)
    throw new CommandFailure(
      `${data} is not empty. Stop the stack that uses it, and move the folder away, or name another one with --data.`,
    )
  if (!existsSync(file)) throw new CommandFailure(`${file} does not exist.`, exitCodes.misused)
  const contents = await checkArchive(file)
  await mkdir(path.dirname(data), { recursive: true })
  const staging = await mkdtemp(`${data}.restoring-`) // only for the owner
  try {
    await extractArchive(file, staging)
    await checkSnapshot(staging)
    pauseSending(staging)
    await markRestored(staging, contents.at)
    if (existsSync(data)) await rmdir(data)
    await rename(staging, data)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw error
  }
  report.answer({ data, ...summarize(contents) }, [
    `Restored ${data} as it was at ${contents.at}. It contains ${describeContents(contents)}.`,
    'It sends no mail yet, because it does not know what was mailed after that. Start it and look at `postrider issues ls`.',
    'Then let it mail again with `postrider restore --send`.',
  ])
}

/** Lets the running restored stack mail again, but no issue that was composed since its start: it may repeat one that is out. */
export async function sendAgain(options: StackOptions, report: Report): Promise<void> {
  const data = path.resolve(dataFolder(options))
  const { connection } = await findLocalStack(data, options.profile ?? profile)
  await pauseInProgress(await connect({ data }, operatorProfile))
  await allowSending(connection)
  await removeMark(data)
  report.answer({ data, sends: true }, [
    'The stack sends mail again. Single mails that waited go out within 15 minutes. All issues in progress are paused: `postrider issues ls` shows them, `postrider issues resume` mails one.',
  ])
}
