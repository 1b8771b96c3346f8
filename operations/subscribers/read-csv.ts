import { createReadStream } from 'node:fs'
import { type CsvRow, findDelimiter, readHeader, readSeparator } from '../../core/subscribers/csv/import-header.ts'
import { splitRecord } from '../../core/subscribers/csv/split-record.ts'
import { normalizeAddress } from '../../core/subscribers/normalize-address.ts'
import { CommandFailure } from '../command-failure.ts'

/** A record, with the number of its last line, counted from 1. */
export type CsvRecord = { readonly record: CsvRow; readonly info: { readonly lines: number } }

export type CsvListener = {
  /** @param names the result of `readHeader` */
  header?(names: readonly (string | false)[]): void
  /** Called for a line with a quote that is never closed. Reading continues with the next line. */
  skip(line: number, text: string): void
  bytes?(count: number): void
}

/** Lines and characters of one record. A quote that is open for longer was never closed. */
const longest = { lines: 1_000, characters: 1_000_000 } as const

/** Reads a CSV file of any size record by record. Its first line is the header. @throws {CommandFailure} */
export async function* readCsv(file: string, listener: CsvListener): AsyncGenerator<CsvRecord> {
  try {
    yield* readRecords(file, listener)
  } catch (cause) {
    if (cause instanceof CommandFailure || !(cause instanceof Error)) throw cause
    const isMissing = 'code' in cause && cause.code === 'ENOENT'
    const problem = isMissing ? 'there is no such file' : cause.message
    throw new CommandFailure(`Cannot import ${file}: ${problem}.`, 1, { cause })
  }
}

async function* readRecords(file: string, listener: CsvListener): AsyncGenerator<CsvRecord> {
  const lines = lineQueue(readLines(file, listener))
  let delimiter: string | undefined
  let names: (string | false)[] | undefined
  for (let first = await lines.peek(0); first !== undefined; first = await lines.peek(0)) {
    const separator = lines.taken === 0 ? readSeparator(first) : undefined
    if (first === '' || separator !== undefined) {
      delimiter ??= separator
      lines.take(1)
      continue
    }
    delimiter ??= findDelimiter(first)
    const found = await findRecord(lines, delimiter, names)
    lines.take(found?.lines ?? 1)
    if (!found) listener.skip(lines.taken, first)
    else if (names) yield { record: rowOf(found.cells, names), info: { lines: lines.taken } }
    else {
      names = checkHeader(found.cells, file)
      listener.header?.(names)
    }
  }
  if (names) return
  if (lines.taken === 0) throw new CommandFailure(`Cannot import ${file}: it is empty.`)
  checkHeader([], file)
}

/** Returns the record at the start of the queue. Undefined if it has a quote that is never closed. */
async function findRecord(lines: LineQueue, delimiter: string, names: readonly (string | false)[] | undefined) {
  let text = (await lines.peek(0)) ?? ''
  for (let count = 1; count <= longest.lines && text.length <= longest.characters; count += 1) {
    const record = splitRecord(text, delimiter)
    if (record === 'broken') return undefined
    if (record !== 'open') return { cells: record.cells, lines: count }
    const next = await nextWithQuote(lines, count, delimiter, names)
    if (next === undefined) return undefined
    text += `\n${next.text}`
    count = next.count - 1
  }
  return undefined
}

/** Returns the next lines up to one with a quote: only that one can end a cell. Undefined if one is a record itself. */
async function nextWithQuote(
  lines: LineQueue,
  from: number,
  delimiter: string,
  names: readonly (string | false)[] | undefined,
) {
  const texts: string[] = []
  for (let count = from; count < longest.lines; count += 1) {
    const line = await lines.peek(count)
    if (line === undefined || isRecord(line, delimiter, names)) return undefined
    texts.push(line)
    if (line.includes('"')) return { text: texts.join('\n'), count: count + 1 }
  }
  return undefined
}

/** Returns true for a line that has every column and an address where the addresses are. */
function isRecord(line: string, delimiter: string, names: readonly (string | false)[] | undefined): boolean {
  if (!names || names.length < 2 || line.includes('"')) return false
  const record = splitRecord(line, delimiter)
  if (typeof record === 'string' || record.cells.length !== names.length) return false
  return normalizeAddress(record.cells[names.indexOf('email')] ?? '') !== undefined
}

function rowOf(cells: readonly string[], names: readonly (string | false)[]): CsvRow {
  const row: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const cell = cells[index]
    if (name !== false && cell !== undefined) row[name] = cell
  }
  return row
}

type LineQueue = ReturnType<typeof lineQueue>

/** Lines that can be read again until they are taken. */
function lineQueue(source: AsyncGenerator<readonly string[]>) {
  let waiting: string[] = []
  let start = 0
  const queue = {
    /** Lines taken so far. */
    taken: 0,
    async peek(offset: number): Promise<string | undefined> {
      while (start + offset >= waiting.length) {
        const { value, done } = await source.next()
        if (done) return undefined
        waiting = [...waiting.slice(start), ...value]
        start = 0
      }
      return waiting[start + offset]
    },
    take(count: number): void {
      start += count
      queue.taken += count
    },
  }
  return queue
}

/** Yields the lines of a file, in UTF-8 or, with a byte order mark, in UTF-16. */
async function* readLines(file: string, { bytes }: CsvListener): AsyncGenerator<readonly string[]> {
  let decoder: TextDecoder | undefined
  let rest = ''
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    bytes?.(chunk.byteLength)
    decoder ??= new TextDecoder(encodingOf(chunk))
    const text = rest + decoder.decode(chunk, { stream: true })
    const isCut = text.endsWith('\r') // perhaps the first half of a line end
    const lines = (isCut ? text.slice(0, -1) : text).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + (isCut ? '\r' : '')
    if (lines.length > 0) yield lines
  }
  const last = rest + (decoder?.decode() ?? '')
  if (last !== '') yield last.split(/\r\n|\n|\r/).filter((line, index) => line !== '' || index === 0)
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function checkHeader(headers: readonly string[], file: string): (string | false)[] {
  const names = readHeader(headers)
  if (names) return names
  throw new CommandFailure(`Cannot import ${file}: no column is named "email"; the first line must name the columns.`)
}
