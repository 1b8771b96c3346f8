import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRecord } from '../../../../core/subscribers/csv/split-record.ts'

test.each([
  ['a,b', { cells: ['a', 'b'] }],
  ['a,', { cells: ['a', ''] }],
  ['"a",', { cells: ['a', ''] }],
  ['"a,b" ,c', { cells: ['a,b', 'c'] }],
  ['a "b" c,d', { cells: ['a "b" c', 'd'] }],
  ['"a "b" c",d', { cells: ['a "b" c', 'd'] }],
  ['"a\nb",c', { cells: ['a\nb', 'c'] }],
  ['a,"b', 'open'],
  ['a,"b\nc,"d"', 'broken'],
])('%j is read as %j', (text, expected) => {
  expect(splitRecord(text, ',')).toEqual(expected)
})

test('quoted cells are read as they were written', () => {
  const cells = fc.array(
    fc.string().filter((cell) => !cell.includes('\r')),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(cells, (written) => {
      const text = written.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
      expect(splitRecord(text, ',')).toEqual({ cells: written })
    }),
  )
})
