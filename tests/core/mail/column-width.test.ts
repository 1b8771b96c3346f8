import { expect, test } from 'vitest'
import { columnWidth } from '../../../core/mail/column-width.ts'

test.each([
  ['', 0],
  ['Bath', 4],
  ['Größe', 5],
  ['Cafe\u0301', 4],
  ['東京', 4],
  ['서울', 4],
  ['ﾊﾞｽ'.normalize('NFKC'), 4],
  ['（注）', 6],
  ['لندن', 4],
  ['مُحَمَّد', 4],
  ['🚄', 2],
  ['👩‍👩‍👧', 2],
  ['✉️', 2],
  ['a\u200b\u00adb', 2],
])('%j takes %i columns', (text, columns) => {
  expect(columnWidth(text)).toBe(columns)
})
