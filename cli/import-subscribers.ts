import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { findAddressColumn, parseImportRow } from '../core/subscribers/import-row.ts'
import { admit } from './admit.ts'
import type { Stack } from './connect.ts'
import { CommandFailure } from './failure.ts'
import type { Report } from './report.ts'

export type ImportOptions = { readonly confirmed?: boolean; readonly source?: string; readonly dryRun?: boolean }
type Row = { readonly record: Readonly<Record<string, string>>; readonly info: { readonly lines: number } }
type Line = { readonly line: number; readonly outcome: string; readonly reason?: string }

/** Imports a CSV file with a header line; says of every line that was left out why. Running it again is harmless. */
export async function importSubscribers(
  file: string,
  options: ImportOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const consentSource = options.confirmed ? (options.source ?? `import: ${file}`) : undefined
  const { addressPepper } = await stack.readSecrets()
  const counts: Record<string, number> = { added: 0, unchanged: 0 }
  const skipped: Line[] = []
  for await (const { record, info } of readRows(file)) {
    const column = findAddressColumn(Object.keys(record))
    if (!column) throw new CommandFailure(`${file} has no column named "email"; its first line must name the columns.`)
    const row = parseImportRow(record, column, stack.site.publication)
    if (row.kind === 'skipped') {
      skipped.push({ line: info.lines, outcome: 'skipped', reason: row.reason })
      continue
    }
    const outcome = options.dryRun
      ? 'added'
      : (await admit({ address: row.address, choices: row.choices, consentSource }, stack, addressPepper)).outcome
    counts[outcome] = (counts[outcome] ?? 0) + 1
    if (outcome === 'suppressed' || outcome === 'unsubscribed')
      skipped.push({ line: info.lines, outcome: 'skipped', reason: outcome })
  }
  report.answer({ ...counts, skipped, dryRun: options.dryRun === true }, [
    `${options.dryRun ? 'Would add' : 'Added'} ${counts.added}, ${counts.unchanged} unchanged, ${skipped.length} left out.`,
    ...skipped.map(({ line, reason }) => `  line ${line}: ${reason}`),
  ])
}

function readRows(file: string): AsyncIterable<Row> {
  const stream = createReadStream(file)
  const parser = parse({
    bom: true,
    columns: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    const problem = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    parser.destroy(new CommandFailure(`Cannot import ${file}: ${problem}.`, 1, { cause }))
  })
  return stream.pipe(parser) as AsyncIterable<Row> // with `columns` and `info`, rows have this form
}
