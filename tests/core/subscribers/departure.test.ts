import { expect, test } from 'vitest'
import { combineDepartures } from '../../../core/subscribers/departure.ts'

const at = '2026-11-05T23:00:00.000Z'

test('of two departures, the one that means more counts, and otherwise the first', () => {
  const [moved, unsubscribed, erased] = (['moved', 'unsubscribed', 'erased'] as const).map((reason) => ({ reason, at }))
  expect(combineDepartures(moved, unsubscribed)).toBe(unsubscribed)
  expect(combineDepartures(erased, unsubscribed)).toBe(erased)
  expect(combineDepartures(undefined, moved)).toBe(moved)
  expect(combineDepartures(unsubscribed, { reason: 'unsubscribed' })).toBe(unsubscribed)
})
