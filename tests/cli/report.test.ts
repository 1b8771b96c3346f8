import { expect, test } from 'vitest'
import { table } from '../../cli/report.ts'

test('each column is as wide as its widest cell, and lines have no trailing spaces', () => {
  expect(
    table([
      ['daily', '12', 'planned'],
      ['weekly', '3', ''],
    ]),
  ).toEqual(['daily   12  planned', 'weekly  3'])
  expect(table([])).toEqual([])
})
