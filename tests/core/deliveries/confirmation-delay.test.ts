import { expect, test } from 'vitest'
import { confirmationDelay } from '../../../core/deliveries/confirmation-delay.ts'

const now = 1_000_000

test.each([
  [now - 5_000, 1],
  [now + 200, 1],
  [now + 1_500, 2],
  [now + 99_900, 100],
  [now + 5_000_000, 900],
])('a mail with a place waits for it, in whole seconds', (place, seconds) => {
  expect(confirmationDelay(place, now, 1, 0.5)).toBe(seconds)
})

test('a mail without a place waits about twice as long after each try, at most 15 minutes', () => {
  const delays = [1, 2, 3, 9, 40].map((tries) =>
    [0, 1].map((random) => confirmationDelay(undefined, now, tries, random)),
  )
  expect(delays).toEqual([
    [2, 4],
    [4, 8],
    [8, 16],
    [450, 900],
    [450, 900],
  ])
})
