import type { Command } from 'commander'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { hashKeyFile } from '../../operations/subscribers/hash-key-file.ts'
import { type ImportOptions, importFile } from '../../operations/subscribers/import-file.ts'
import { withRegularFile } from '../../operations/subscribers/regular-file.ts'
import { onStack } from '../connect.ts'
import { explained } from '../interrupt.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<file>', 'CSV with a header line')
    .description('import subscribers from a CSV file')
    .option('--confirmed', 'consent is already held: send no confirmation mails')
    .option('--source <text>', 'where consent was given')
    .option('--welcome', 'mail them the welcome series, as if they had confirmed themselves')
    .option('--dry-run', 'show what would happen and change nothing')
    .option('--report <file>', 'write a CSV line for every skipped line')
    .option('--hash-keys <file>', 'the keys that `export` wrote; default: <file>.keys, if it exists')
    .action(
      onStack((stack, report, file: string, options: ImportOptions) => importSubscribers(file, options, stack, report)),
    )
}

/** Imports a CSV file of any size, and reports why lines were skipped. */
export function importSubscribers(file: string, options: ImportOptions, stack: Stack, report: Report): Promise<void> {
  return withRegularFile(file, (regular) => importRegular(regular, options, stack, report))
}

async function importRegular(file: string, options: ImportOptions, stack: Stack, report: Report): Promise<void> {
  const progress = createProgress('rows', process.stderr, performance.now())
  let read = 0
  const show = (rows: number, share: number) => {
    read = rows
    progress.show({ done: rows, share }, performance.now())
  }
  const { value, lines, broken, forgotten } = await explained(
    () => describeStop(read, options),
    () => importFile(file, options, stack, show),
  )
  progress.clear()
  report.answer({ ...value, ...(broken > 0 && { broken }), ...(forgotten > 0 && { forgotten }) }, lines)
  if (broken > 0) {
    throw new CommandFailure(
      `${broken} ${broken === 1 ? 'line is' : 'lines are'} not well-formed CSV: correct the file and import it again.`,
    )
  }
  if (forgotten > 0) throw new CommandFailure(explainForgotten(forgotten, file))
}

function describeStop(rows: number, { dryRun }: ImportOptions): string {
  if (dryRun) return 'Stopped. Nothing was changed.'
  return `Stopped at about row ${rows.toLocaleString('en')}. What was imported stays. Run the command again for the rest: nobody is added twice.`
}

function explainForgotten(forgotten: number, file: string): string {
  const people =
    forgotten === 1 ? '1 person who must not be mailed is' : `${forgotten} people who must not be mailed are`
  return `${people} not remembered, because the keys of the hashes are missing or another program has changed the hashes. Import the file as it was exported. Put the file with the keys beside the list, as ${hashKeyFile(file)}, or name it with --hash-keys, and import the list again.`
}
