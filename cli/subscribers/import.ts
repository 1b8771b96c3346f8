import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { addressesAtOnce } from '../../aws/subscribers/address-store.ts'
import { recogniseProduct } from '../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../core/subscribers/csv/import-row.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { inBatches } from '../../operations/batches.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { applyLateMemory } from '../../operations/subscribers/apply-late-memory.ts'
import { findRefusals } from '../../operations/subscribers/find-refusals.ts'
import { hashKeyFile, readHashKeys } from '../../operations/subscribers/hash-key-file.ts'
import {
  type ImportLine,
  type ImportResult,
  type ImportTerms,
  importBatch,
} from '../../operations/subscribers/import-batch.ts'
import { importReport } from '../../operations/subscribers/import-report.ts'
import { readCsv } from '../../operations/subscribers/read-csv.ts'
import { readTopicSlugs } from '../../operations/subscribers/read-topic-slugs.ts'
import { withRegularFile } from '../../operations/subscribers/regular-file.ts'
import { onStack } from '../connect.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'

export type ImportOptions = {
  readonly confirmed?: boolean
  readonly source?: string
  readonly welcome?: boolean
  readonly dryRun?: boolean
  /** File for the skipped lines. */
  readonly report?: string
  /** File with the keys of the hashes in an export of another stack. */
  readonly hashKeys?: string
}

/** Batches in progress at a time. */
const batchesAtOnce = 4

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

/**
 * Imports a CSV file of any size, and reports why lines were skipped. Importing the file again changes nothing. If a
 * record spans several lines, it has the number of the last one.
 */
export function importSubscribers(file: string, options: ImportOptions, stack: Stack, report: Report): Promise<void> {
  return withRegularFile(file, (regular) => importFile(regular, options, stack, report))
}

async function importFile(file: string, options: ImportOptions, stack: Stack, report: Report): Promise<void> {
  const dryRun = options.dryRun === true
  const results = importReport(options.report)
  const reading = await openReading(file)
  const terms = await readTerms(file, options, stack, reading)
  const finish = dryRun ? markRepeats(terms.secrets.addressPepper) : (result: ImportResult) => result
  const batches = inBatches(readLines(file, stack, reading), addressesAtOnce)
  for await (const batch of inParallel(batches, (lines) => importBatch(lines, terms))) {
    for (const result of batch) await results.add(finish(result))
    reading.advance(batch.length)
  }
  if (!dryRun) await applyLateMemory(terms.memory, terms.secrets, stack)
  reading.progress.clear()
  const { value, lines } = await results.close(dryRun, reading.product)
  const { broken } = reading
  const forgotten = results.countForgotten()
  report.answer({ ...value, ...(broken > 0 && { broken }), ...(forgotten > 0 && { forgotten }) }, lines)
  if (broken > 0) {
    throw new CommandFailure(
      `${broken} ${broken === 1 ? 'line is' : 'lines are'} not well-formed CSV: correct the file and import it again.`,
    )
  }
  if (forgotten > 0) throw new CommandFailure(explainForgotten(forgotten, file))
}

function explainForgotten(forgotten: number, file: string): string {
  const people =
    forgotten === 1 ? '1 person who must not be mailed is' : `${forgotten} people who must not be mailed are`
  return `${people} not remembered, because the keys of the hashes are missing or another program has changed the hashes. Import the file as it was exported. Put the file with the keys beside the list, as ${hashKeyFile(file)}, or name it with --hash-keys, and import the list again.`
}

/** Tracks how much of a file has been read, and which product exported it. */
async function openReading(file: string) {
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0, // reading the file reports the error
  )
  const progress = createProgress(process.stderr, performance.now())
  const reading = {
    product: undefined as string | undefined, // the header shows it
    bytes: 0,
    rows: 0,
    /** Lines with a quote that is never closed. */
    broken: 0,
    progress,
    advance(rows: number): void {
      reading.rows += rows
      progress.show(reading.rows, reading.bytes / Math.max(size, 1), performance.now())
    },
  }
  return reading
}

type Reading = Awaited<ReturnType<typeof openReading>>

async function readTerms(file: string, options: ImportOptions, stack: Stack, reading: Reading): Promise<ImportTerms> {
  const hashKeys = await readHashKeys(file, options.hashKeys, stack, options.dryRun === true)
  const secrets = await stack.readSecrets()
  const now = new Date().toISOString()
  return {
    ...{ stack, secrets, hashKeys, refusals: await findRefusals(file, secrets, stack), memory: new Map() },
    dryRun: options.dryRun === true,
    withWelcome: options.welcome === true,
    consentOf({ consent }) {
      if (!options.confirmed) return undefined
      const name = reading.product ? `${reading.product}, ${path.basename(file)}` : path.basename(file)
      return { source: options.source ?? consent.source ?? `import: ${name}`, at: consent.at ?? now }
    },
  }
}

async function* readLines(file: string, stack: Stack, reading: Reading): AsyncGenerator<ImportLine> {
  const topics = await readTopicSlugs(stack)
  const broken: ImportLine[] = []
  const records = readCsv(file, {
    header: (names) => {
      reading.product = recogniseProduct(names)
    },
    skip: (line, typed) => {
      reading.broken += 1
      const reason = 'not well-formed CSV: a quote opens in this line and is never closed'
      broken.push({ line, row: { kind: 'skipped', reason, typed } })
    },
    bytes: (count) => {
      reading.bytes += count
    },
  })
  for await (const { record, info } of records) {
    yield* broken.splice(0)
    yield { line: info.lines, row: parseImportRow(record, stack.site.publication, topics) }
  }
  yield* broken
}

/** Runs several batches at a time, and yields their results in order. */
async function* inParallel<Batch, Result>(
  batches: AsyncIterable<Batch>,
  work: (batch: Batch) => Promise<Result>,
): AsyncGenerator<Result> {
  const active: Promise<Result>[] = []
  for await (const batch of batches) {
    const result = work(batch)
    result.catch(() => {}) // takeFirst throws this error later
    active.push(result)
    if (active.length >= batchesAtOnce) yield* await takeFirst(active)
  }
  while (active.length > 0) yield* await takeFirst(active)
}

async function takeFirst<Result>(active: Promise<Result>[]): Promise<Result[]> {
  const first = active.shift()
  return first ? [await first] : []
}

/** Recognizes repeated addresses in a dry run, which stores nothing. Keeps one number per address to save memory. */
function markRepeats(pepper: string): (result: ImportResult) => ImportResult {
  const seen = new Set<number>()
  return (result) => {
    if (result.outcome !== 'added') return result
    const number = Number.parseInt(hashAddress(result.address, pepper).slice(0, 12), 16)
    if (seen.has(number)) return { ...result, outcome: 'unchanged' }
    seen.add(number)
    return result
  }
}
