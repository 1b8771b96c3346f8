import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { renderHashKeys } from '../../core/subscribers/hash-keys.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { type ExportCounts, exportLines } from '../../operations/subscribers/export-lines.ts'
import { hashKeyFile } from '../../operations/subscribers/hash-key-file.ts'
import { writePrivately } from '../../operations/subscribers/private-file.ts'
import { onStack } from '../connect.ts'
import { explained } from '../interrupt.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'

export type ExportOptions = {
  readonly json?: boolean
  /** File for the keys of the hashes. */
  readonly hashKeys?: string
}

export function define(command: Command): void {
  command
    .argument('[file]', 'default: stdout')
    .description('export all subscribers as CSV, and by their hashes the addresses that must not be mailed or left')
    .option('--hash-keys <file>', 'write the keys of the hashes, for another stack; default: <file>.keys')
    .action(
      onStack((stack, report, file: string | undefined, options: ExportOptions) =>
        exportSubscribers(file, { ...options, json: command.optsWithGlobals().json ?? false }, stack, report),
      ),
    )
}

/** Writes every subscriber to a file or to stdout, as CSV (RFC 4180) or as one JSON object per line. */
export async function exportSubscribers(
  file: string | undefined,
  { json = false, hashKeys }: ExportOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const counts = { subscribers: 0, suppressions: 0, departures: 0 }
  const target = file === undefined ? process.stdout : writePrivately(file)
  try {
    await explained(
      () => `Stopped after ${countOf(counts.subscribers, 'subscriber')}. ${file ?? 'What was written'} is incomplete.`,
      () =>
        pipeline(Readable.from(showing(exportLines(stack, json, counts), counts, file)), target, {
          end: file !== undefined,
        }),
    )
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EPIPE') return // the reader of stdout has closed it, as `head` does
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw cause
    throw new CommandFailure(`Cannot write ${file}: ${code}.`, 1, { cause })
  }
  const hashed = counts.suppressions + counts.departures
  const keyFile = hashed > 0 ? (hashKeys ?? (file && hashKeyFile(file))) : undefined
  if (keyFile !== undefined) {
    await pipeline(Readable.from([renderHashKeys(await stack.readSecrets())]), writePrivately(keyFile))
  }
  const lines = describeExport(counts, hashed, keyFile)
  if (file !== undefined) report.answer({ ...counts, file, ...(keyFile && { hashKeys: keyFile }) }, lines)
  else process.stderr.write(`${lines.join('\n')}\n`) // stdout has the list
}

/** Shows how many lines were read, unless a terminal shows the lines themselves. */
async function* showing(lines: AsyncIterable<string>, counts: ExportCounts, file: string | undefined) {
  const isHidden = file === undefined && process.stdout.isTTY
  const progress = createProgress('subscribers', process.stderr, performance.now())
  for await (const line of lines) {
    if (!isHidden) progress.show({ done: counts.subscribers }, performance.now())
    yield line
  }
  progress.clear()
}

function describeExport(
  { subscribers, suppressions, departures }: { subscribers: number; suppressions: number; departures: number },
  hashed: number,
  keyFile: string | undefined,
): string[] {
  const start = `Exported ${countOf(subscribers, 'subscriber')}`
  if (hashed === 0) return [`${start}.`]
  const memory = `${countOf(suppressions, 'suppression')} and ${countOf(departures, 'departure')}`
  return [
    `${start}, and ${memory} of other addresses, by their hashes.`,
    keyFile === undefined
      ? 'Another stack needs the keys of the hashes: repeat the command with --hash-keys FILE.'
      : `${keyFile} has the keys of the hashes, which another stack needs to import them. Keep it secret, and delete it afterwards.`,
  ]
}
