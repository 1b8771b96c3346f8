import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { type CsvRow, findDelimiter, readHeader } from '../../core/subscribers/csv/import-header.ts'
import { CommandFailure } from '../command-failure.ts'

/** A record, with the number of its last line, counted from 1. */
export type CsvRecord = { readonly record: CsvRow; readonly info: { readonly lines: number } }

export type CsvListener = {
  /** @param names the result of `readHeader` */
  header?(names: readonly (string | false)[]): void
  /** Called for a record that is not well-formed. */
  skip(line: number): void
  bytes?(count: number): void
}

/** Reads a CSV file of any size record by record. Its first line is the header. @throws {CommandFailure} */
export async function* readCsv(file: string, listener: CsvListener): AsyncGenerator<CsvRecord> {
  try {
    const chunks = littleEndian(createReadStream(file, { highWaterMark: 256 * 1024 }))
    const first = await chunks.next()
    if (first.done) throw new CommandFailure(`Cannot import ${file}: it is empty.`)
    const parser = parse({
      bom: true,
      columns: (headers: string[]) => {
        const names = checkHeader(headers, file)
        listener.header?.(names)
        return names
      },
      delimiter: findDelimiter(String(first.value).split('\n')[0] ?? ''),
      info: true,
      on_skip: (error) => void listener.skip(Number(error?.lines ?? 0)),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    })
    const bytes = Readable.from(rejoin(first.value, chunks, listener))
    bytes.on('error', (error) => parser.destroy(error))
    yield* bytes.pipe(parser) as AsyncIterable<CsvRecord> // with `columns` and `info`, records have this form
  } catch (cause) {
    if (cause instanceof CommandFailure || !(cause instanceof Error)) throw cause
    const isMissing = 'code' in cause && cause.code === 'ENOENT'
    const problem = isMissing ? 'there is no such file' : cause.message
    throw new CommandFailure(`Cannot import ${file}: ${problem}.`, 1, { cause })
  }
}

/** Converts big-endian UTF-16, which the parser does not support, to little-endian. */
async function* littleEndian(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let swaps: boolean | undefined
  for await (const chunk of chunks) {
    swaps ??= chunk[0] === 0xfe && chunk[1] === 0xff
    yield swaps ? chunk.subarray(0, chunk.length - (chunk.length % 2)).swap16() : chunk
  }
}

async function* rejoin(first: Buffer, rest: AsyncIterator<Buffer>, { bytes }: CsvListener): AsyncGenerator<Buffer> {
  for (let chunk: Buffer | undefined = first; chunk; ) {
    bytes?.(chunk.byteLength)
    yield chunk
    const next: IteratorResult<Buffer> = await rest.next()
    chunk = next.done ? undefined : next.value
  }
}

function checkHeader(headers: string[], file: string): (string | false)[] {
  const names = readHeader(headers)
  if (names) return names
  throw new CommandFailure(`Cannot import ${file}: no column is named "email"; the first line must name the columns.`)
}
