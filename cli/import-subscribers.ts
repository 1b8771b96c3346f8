import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { type CsvRow, findDelimiter, readHeader } from '../core/subscribers/import-columns.ts'
import { parseImportRow } from '../core/subscribers/import-row.ts'
import { admit } from './admit.ts'
import type { Stack } from './connect.ts'
import { CommandFailure } from './failure.ts'
import type { Report } from './report.ts'

export type ImportOptions = { readonly confirmed?: boolean; readonly source?: string; readonly dryRun?: boolean }
type Row = { readonly record: CsvRow; readonly info: { readonly lines: number } }
type Result = { readonly outcome: 'added' | 'unchanged' | 'skipped'; readonly reason?: string }

/** Rows that are looked up and stored side by side. */
const batchSize = 25

/**
 * Imports a CSV file with a header line; says of every line that was left out why. Running it again is harmless. A record
 * that spans lines goes by its last one.
 */
export async function importSubscribers(
  file: string,
  options: ImportOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const dryRun = options.dryRun === true
  const take = await rowTaker(dryRun, options.confirmed ? (options.source ?? `import: ${file}`) : undefined, stack)
  const counts = { added: 0, unchanged: 0 }
  const skipped: { readonly line: number; readonly reason: string }[] = []
  for await (const rows of inBatches(readRows(file, (line, reason) => skipped.push({ line, reason })))) {
    const results = await Promise.all(rows.map(({ record }) => take(record)))
    for (const [position, { outcome, reason = '' }] of results.entries()) {
      if (outcome === 'skipped') skipped.push({ line: rows[position]?.info.lines ?? 0, reason })
      else counts[outcome] += 1
    }
  }
  report.answer({ ...counts, skipped, dryRun }, [
    `${dryRun ? 'Would add' : 'Added'} ${counts.added}, ${counts.unchanged} unchanged, ${skipped.length} left out.`,
    ...skipped.map(({ line, reason }) => `  line ${line}: ${reason}`),
  ])
}

async function rowTaker(dryRun: boolean, consentSource: string | undefined, stack: Stack) {
  const { addressPepper } = await stack.readSecrets()
  return async (record: CsvRow): Promise<Result> => {
    const row = parseImportRow(record, stack.site.publication)
    if (row.kind === 'skipped') return { outcome: 'skipped', reason: row.reason }
    const { address, choices } = row
    const { outcome } = await admit({ address, choices, consentSource, askAgain: false, dryRun }, stack, addressPepper)
    return outcome === 'added' || outcome === 'unchanged' ? { outcome } : { outcome: 'skipped', reason: outcome }
  }
}

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function* readRows(file: string, skip: (line: number, reason: string) => void): AsyncGenerator<Row> {
  try {
    const chunks: AsyncIterator<Buffer> = createReadStream(file)[Symbol.asyncIterator]()
    const first = await chunks.next()
    if (first.done) throw new CommandFailure(`Cannot import ${file}: it is empty.`)
    const parser = parse({
      bom: true,
      columns: (headers: string[]) => checkHeader(headers, file),
      delimiter: findDelimiter(String(first.value).split('\n')[0] ?? ''),
      info: true,
      on_skip: (error) => void skip(Number(error?.lines ?? 0), 'not well-formed CSV'),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    })
    const bytes = Readable.from(rejoin(first.value, chunks))
    bytes.on('error', (error) => parser.destroy(error))
    yield* bytes.pipe(parser) as AsyncIterable<Row> // with `columns` and `info`, rows have this form
  } catch (cause) {
    if (cause instanceof CommandFailure || !(cause instanceof Error)) throw cause
    const isMissing = 'code' in cause && cause.code === 'ENOENT'
    const problem = isMissing ? 'there is no such file' : cause.message
    throw new CommandFailure(`Cannot import ${file}: ${problem}.`, 1, { cause })
  }
}

async function* rejoin(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

function checkHeader(headers: string[], file: string): (string | false)[] {
  const names = readHeader(headers)
  if (names) return names
  throw new CommandFailure(`Cannot import ${file}: no column is named "email"; its first line must name the columns.`)
}
