import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCell, writeCell } from '../../../../core/subscribers/csv/cell.ts'

test.each(["=cmd|'/c calc'!A1", '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", '＝1', '\n=1'])(
  '%j is written so that no spreadsheet runs it, and read back unchanged',
  (text) => {
    const cell = writeCell(text)
    expect(cell).toMatch(/^"?'/)
    expect(parse(cell).flat().map(readCell)).toEqual([text])
  },
)

test('any text is read back unchanged', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), (texts) => {
      const rows = parse(`${texts.map((text) => writeCell(text)).join(',')}\r\n`)
      expect(rows.map((row) => row.map(readCell))).toEqual([texts])
    }),
    { numRuns: 500 },
  )
})
