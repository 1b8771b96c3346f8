import { tableRow } from '../text/table-row.ts'
import { wrapText } from '../text/wrap-text.ts'
import { columnWidth } from './column-width.ts'

const widest = 72
const gap = '   '

type Row = { readonly before: string; readonly isHeader: boolean; readonly cells: readonly string[] }

/**
 * Lays out the tables in a plain text: in columns if they fit, and otherwise with each cell on its own line, after the
 * heading of its column.
 * @param wrap is applied to the text around them
 */
export function layOutTables(text: string, wrap: (text: string) => string): string {
  if (!text.includes('\t')) return wrap(text)
  const groups: { readonly rows: Row[]; readonly lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const row = readRow(line)
    const last = groups.at(-1)
    const group = last && last.rows.length > 0 === (row !== undefined) ? last : { rows: [], lines: [] }
    if (group !== last) groups.push(group)
    if (row) group.rows.push(row)
    else group.lines.push(line)
  }
  return groups.map(({ rows, lines }) => (rows.length > 0 ? layOut(rows) : wrap(lines.join('\n')))).join('\n')
}

function readRow(line: string): Row | undefined {
  const [, before = '', kind, cells] = tableRow.exec(line) ?? []
  return cells === undefined ? undefined : { before, isHeader: kind === '*', cells: cells.split('\t') }
}

function layOut(given: readonly Row[]): string {
  const count = Math.max(...given.map(({ cells }) => cells.length))
  const rows = given.map((row) => ({ ...row, cells: Array.from({ length: count }, (_, n) => row.cells[n] ?? '') }))
  const widths = Array.from({ length: count }, (_, n) =>
    Math.max(...rows.map(({ cells }) => columnWidth(cells[n] ?? ''))),
  )
  const room = widest - Math.max(...rows.map(({ before }) => columnWidth(before)))
  const total = widths.reduce((sum, width) => sum + width, gap.length * (count - 1))
  return total <= room && !mixesDirections(rows) ? layOutColumns(rows, widths) : layOutRecords(rows)
}

/** In a table of both, the columns of a line would be shown in an order that depends on its words. */
function mixesDirections(rows: readonly Row[]): boolean {
  const text = rows.map(({ cells }) => cells.join(' ')).join(' ')
  return (
    /\p{scx=Arab}|\p{scx=Hebr}|\p{scx=Syrc}|\p{scx=Thaa}/u.test(text) &&
    /\p{scx=Latn}|\p{scx=Cyrl}|\p{scx=Grek}/u.test(text)
  )
}

function layOutColumns(rows: readonly Row[], widths: readonly number[]): string {
  return rows
    .map(({ before, cells }) => {
      const padded = cells.map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - columnWidth(cell)))
      return `${before}${padded.join(gap)}`.trimEnd()
    })
    .join('\n')
}

function layOutRecords(rows: readonly Row[]): string {
  const [first] = rows
  const headings = first?.isHeader && rows.length > 1 ? first.cells : []
  const records = headings.length > 0 ? rows.slice(1) : rows
  return records
    .map(({ before, cells }, index) => {
      const lines = cells.flatMap((cell, n) => {
        const heading = headings[n] ?? ''
        // The first record has the headings of columns without words, too.
        return cell === '' && (index > 0 || heading === '') ? [] : wrapCell(heading, cell, before)
      })
      const rest = before.includes('>') ? before : ' '.repeat(columnWidth(before))
      const opening = index === 0 && headings.length > 0 ? (first?.before ?? '') : before
      const record = lines.map((line, n) => `${n === 0 ? opening : rest}${line}`.trimEnd())
      return [...record, ...(index < records.length - 1 ? [rest.trimEnd()] : [])].join('\n')
    })
    .join('\n')
}

function wrapCell(heading: string, cell: string, before: string): readonly string[] {
  const room = widest - columnWidth(before)
  return wrapText(heading === '' ? cell : `${heading}: ${cell}`.trimEnd(), room - 2)
    .split('\n')
    .map((line, n) => (n === 0 ? line : `  ${line}`))
}
