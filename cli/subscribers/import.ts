import { stat } from 'node:fs/promises'
import path from 'node:path'
import { addressesAtOnce } from '../../aws/subscribers/address-store.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { recogniseProduct } from '../../core/subscribers/lists/import-product.ts'
import { parseImportRow } from '../../core/subscribers/lists/import-row.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { type ImportLine, type ImportResult, type ImportTerms, importBatch } from './import-batch.ts'
import { importReport } from './import-report.ts'
import { readCsv } from './read-csv.ts'

export type ImportOptions = {
  readonly confirmed?: boolean
  readonly source?: string
  readonly dryRun?: boolean
  /** File for the lines that were skipped. */
  readonly report?: string
}

/** Batches that are under way at a time. */
const batchesAtOnce = 4

/**
 * Imports a CSV file with a header line, whatever its size; says of every line that was left out why. Running it again is
 * harmless. A record that spans lines goes by its last one.
 */
export async function importSubscribers(
  file: string,
  options: ImportOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const dryRun = options.dryRun === true
  const results = importReport(options.report)
  const reading = await openReading(file)
  const terms = await readTerms(file, options, stack, reading)
  const settle = dryRun ? settleRepeats(terms.pepper) : (result: ImportResult) => result
  for await (const batch of sideBySide(inBatches(readLines(file, stack, reading)), (lines) =>
    importBatch(lines, terms),
  )) {
    for (const result of batch) await results.add(settle(result))
    reading.tell(batch.length)
  }
  reading.progress.clear()
  const { value, lines } = await results.close(dryRun, reading.product)
  report.answer(value, lines)
}

/** How far the reading of a file is, and what it was found to be. */
async function openReading(file: string) {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0, // reading it says why
  )
  const progress = createProgress(process.stderr, performance.now())
  const reading = {
    product: undefined as string | undefined, // told by the header
    bytes: 0,
    rows: 0,
    progress,
    tell(rows: number): void {
      reading.rows += rows
      progress.tell(reading.rows, reading.bytes / Math.max(size, 1), performance.now())
    },
  }
  return reading
}

type Reading = Awaited<ReturnType<typeof openReading>>

async function readTerms(file: string, options: ImportOptions, stack: Stack, reading: Reading): Promise<ImportTerms> {
  const { addressPepper } = await stack.readSecrets()
  const now = new Date().toISOString()
  return {
    stack,
    pepper: addressPepper,
    dryRun: options.dryRun === true,
    consentOf({ consent }) {
      if (!options.confirmed) return undefined
      const name = reading.product ? `${reading.product}, ${path.basename(file)}` : path.basename(file)
      return { source: options.source ?? consent.source ?? `import: ${name}`, at: consent.at ?? now }
    },
  }
}

async function* readLines(file: string, { site }: Stack, reading: Reading): AsyncGenerator<ImportLine> {
  const broken: ImportLine[] = []
  const records = readCsv(file, {
    header: (names) => {
      reading.product = recogniseProduct(names)
    },
    skip: (line) => void broken.push({ line, row: { kind: 'skipped', reason: 'not well-formed CSV', typed: '' } }),
    bytes: (count) => {
      reading.bytes += count
    },
  })
  for await (const { record, info } of records) {
    yield* broken.splice(0)
    yield { line: info.lines, row: parseImportRow(record, site.publication) }
  }
  yield* broken
}

async function* inBatches(lines: AsyncIterable<ImportLine>): AsyncGenerator<ImportLine[]> {
  let batch: ImportLine[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < addressesAtOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Works on some batches at a time, and gives the results in their order. */
async function* sideBySide<Batch, Result>(
  batches: AsyncIterable<Batch>,
  work: (batch: Batch) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = []
  for await (const batch of batches) {
    const result = work(batch)
    result.catch(() => {}) // whoever waits for it hears of it
    underWay.push(result)
    if (underWay.length >= batchesAtOnce) yield* await takeFirst(underWay)
  }
  while (underWay.length > 0) yield* await takeFirst(underWay)
}

async function takeFirst<Result>(underWay: Promise<Result>[]): Promise<Result[]> {
  const first = underWay.shift()
  return first ? [await first] : []
}

/** A dry run stores nothing by which it would know an address again, so it remembers a number for each. */
function settleRepeats(pepper: string): (result: ImportResult) => ImportResult {
  const seen = new Set<number>()
  return (result) => {
    if (result.outcome !== 'added') return result
    const number = Number.parseInt(hashAddress(result.address, pepper).slice(0, 12), 16)
    if (seen.has(number)) return { ...result, outcome: 'unchanged' }
    seen.add(number)
    return result
  }
}
