import { expect, test } from 'vitest'
import { lineCounter } from '../../../core/text/line-counter.ts'

test('positions are counted by the line breaks in front of them', () => {
  const lineAt = lineCounter('a\nbc\n\nd', 5)
  expect([0, 1, 2, 3, 5, 6].map(lineAt)).toEqual([5, 5, 6, 6, 7, 8])
})
