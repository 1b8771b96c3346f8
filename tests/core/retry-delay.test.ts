import { expect, test } from 'vitest'
import { retryDelay } from '../../core/retry-delay.ts'

test('the delay doubles up to a quarter of an hour', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 250, 5_000].map(retryDelay)
  expect(delays).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900, 900])
})

test('an attempt that is no positive number counts as the first', () => {
  expect(retryDelay(0)).toBe(15)
})
