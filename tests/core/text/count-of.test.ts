import { expect, test } from 'vitest'
import { countOf } from '../../../core/text/count-of.ts'

test('a number agrees with its noun', () => {
  expect([0, 1, 1234].map((count) => countOf(count, 'problem'))).toEqual(['0 problems', '1 problem', '1,234 problems'])
})
