import { stat } from 'node:fs/promises'
import path from 'node:path'
import { addressesAtOnce } from '../../aws/subscribers/address-store.ts'
import { type CsvRow, recogniseProduct } from '../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../core/subscribers/csv/import-row.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { inBatches } from '../batches.ts'
import type { Stack } from '../stack.ts'
import { applyLateMemory } from './apply-late-memory.ts'
import { findRefusals } from './find-refusals.ts'
import { readHashKeys } from './hash-key-file.ts'
import { type ImportLine, type ImportResult, type ImportTerms, importBatch } from './import-batch.ts'
import { importReport } from './import-report.ts'
import { readCsv } from './read-csv.ts'
import { readTopicSlugs } from './read-topic-slugs.ts'

export type ImportOptions = {
  readonly confirmed?: boolean
  readonly source?: string
  readonly welcome?: boolean
  readonly dryRun?: boolean
  /** File for the skipped lines. */
  readonly report?: string
  /** File with the keys of the hashes in an export of another stack. */
  readonly hashKeys?: string
  /** Name of the file, if it is a copy. It is part of the source of the consent. */
  readonly fileName?: string
}

/** Receives the number of rows that are done, and the share of the file that was read, from 0 to 1. */
export type ImportListener = (rows: number, share: number) => void

/** Batches in progress at a time. */
const batchesAtOnce = 4

/**
 * Imports a CSV file of any size, and reports why lines were skipped. Importing the file again changes nothing. If a
 * record spans several lines, it has the number of the last one.
 *
 * @param file is read several times
 */
export async function importFile(file: string, options: ImportOptions, stack: Stack, listener: ImportListener) {
  const dryRun = options.dryRun === true
  const results = importReport(options.report)
  const reading = await openReading(file, listener)
  const terms = await readTerms(file, options, stack, reading)
  const finish = dryRun ? markRepeats(terms.secrets.addressPepper) : (result: ImportResult) => result
  const batches = inBatches(readLines(file, stack, reading), addressesAtOnce)
  for await (const batch of inParallel(batches, (lines) => importBatch(lines, terms))) {
    for (const result of batch) await results.add(finish(result))
    reading.advance(batch.length)
  }
  if (!dryRun) await applyLateMemory(terms.memory, terms.secrets, stack)
  const { value, lines } = await results.close(dryRun, reading.product)
  return { value, lines, broken: reading.broken, forgotten: results.countForgotten(), unused: [...reading.unused] }
}

/** Tracks how much of a file has been read, and which product exported it. */
async function openReading(file: string, listener: ImportListener) {
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0, // reading the file reports the error
  )
  const reading = {
    product: undefined as string | undefined, // the header shows it
    /** Columns that no line has needed so far. */
    unused: new Set<string>(),
    bytes: 0,
    rows: 0,
    /** Lines with a quote that is never closed. */
    broken: 0,
    advance(rows: number): void {
      reading.rows += rows
      listener(reading.rows, reading.bytes / Math.max(size, 1))
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
      const fileName = options.fileName ?? path.basename(file)
      const name = reading.product ? `${reading.product}, ${fileName}` : fileName
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
      reading.unused = new Set(names.filter((name) => name !== false))
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
    const row = info.lines <= observedLines ? observe(record, reading.unused) : record
    yield { line: info.lines, row: parseImportRow(row, stack.site.publication, topics) }
  }
  yield* broken
}

/** Lines at the start of a file that show which columns are used. */
const observedLines = 200

/** Returns a record that removes each column which is read from the unused ones. */
function observe(record: CsvRow, unused: Set<string>): CsvRow {
  const use = (name: string | symbol) => typeof name === 'string' && unused.delete(name)
  return new Proxy(record, {
    get: (target, name, receiver) => {
      use(name)
      return Reflect.get(target, name, receiver)
    },
    has: (target, name) => {
      use(name)
      return Reflect.has(target, name)
    },
  })
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
