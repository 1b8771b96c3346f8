import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { checkSnapshot, snapshotStopped } from 'cdk-loopback/backup'
import type { Command } from 'commander'
import { takeSnapshot } from '../../aws/local/backup.ts'
import { readVersion } from '../../build/version.ts'
import { CommandFailure, exitCodes } from '../../operations/command-failure.ts'
import { dataFolder, type StackOptions } from '../connect/select-stack.ts'
import { findLocalStack, profile } from '../connect.ts'
import { createReport, type Report } from '../report.ts'
import { writeArchive } from './archive.ts'
import { describeContents, summarize } from './contents.ts'
import { refuseDeployed } from './refuse-deployed.ts'

export function define(command: Command): void {
  command
    .description('copy the data folder of a local stack, running or not, to one file')
    .argument('<file>', 'the new file: a tar archive, compressed with gzip')
    .addHelpText('after', help)
    .action(async (file: string) => {
      const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
      refuseDeployed(options)
      await backUp(file, options, createReport(options.json ?? false))
    })
}

const help = `
The file contains addresses and signing keys: keep it as safe as the data folder, and on another machine. A running stack
stands still while its databases are copied, a second or more for 100 MB. Queues and mails continue afterwards.`

/** Writes a backup of the data folder. @throws {CommandFailure} if the file exists, or the folder has no data */
export async function backUp(file: string, options: StackOptions, report: Report): Promise<void> {
  const data = path.resolve(dataFolder(options))
  const target = path.resolve(file)
  if (existsSync(target))
    throw new CommandFailure(`${file} exists. A backup never replaces a file: choose another name.`, exitCodes.misused)
  if (!existsSync(path.dirname(target)))
    throw new CommandFailure(`The folder ${path.dirname(target)} does not exist: create it first.`, exitCodes.misused)
  if (!existsSync(path.join(data, 'databases'))) throw new CommandFailure(describeNoData(data))
  const at = new Date()
  const snapshot = await snapshotOf(data, options)
  try {
    await checkSnapshot(snapshot)
    const contents = await writeArchive(snapshot, target, { at, postrider: await readVersion() })
    report.answer({ file: target, ...summarize(contents) }, [
      `Wrote ${file}. It contains ${describeContents(contents)}.`,
    ])
  } finally {
    await rm(snapshot, { recursive: true, force: true })
  }
}

function describeNoData(data: string): string {
  return existsSync(path.join(data, 'dynamodb'))
    ? `${data} was written by an earlier version, which had no backups. Start it once with this version first.`
    : `${data} contains no data of a local stack. Name its data folder with --data.`
}

/** Lets the stack that runs on the folder copy it. If none runs, this process does. */
async function snapshotOf(data: string, { profile: name = profile }: StackOptions): Promise<string> {
  const running = await findLocalStack(data, name).catch(() => undefined)
  if (!running) return snapshotStopped(data, '--data')
  try {
    return await takeSnapshot(running.connection)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return snapshotStopped(data, '--data') // nothing listens there: the stack was killed, and its process id is in use again
  }
}
