import { expect, test } from 'vitest'
import { applyFeedback } from '../../../core/deliveries/apply-feedback.ts'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'

const pending = ledgerEntry('daily-12', { subscriberId: 'ab12cd34', articles: ['a'] }, 'a-1-0')
const claim = { token: 'one', claimedAt: '2026-11-21T06:00:00.000Z' }
const claimed: Delivery = { ...pending, state: 'claimed', claim, attempts: 1 }
const fact = { kind: 'submitted', messageId: 'ses-1' } as const

test('a report about a delivery that a sender still works on settles it as usual', () => {
  const after = applyFeedback(claimed, fact)
  expect(after).toMatchObject({ state: 'submitted', messageId: 'ses-1', batch: 'a-1-0' })
  expect(after.settledLate).toBeUndefined()
  const givenUp: Delivery = { ...pending, attempts: 1, givenUp: 1 }
  expect(applyFeedback(givenUp, fact).settledLate).toBeUndefined()
})

test.each(['unknown', 'failed', 'skipped', 'suppressed'] as const)(
  'a report that changes a delivery which was already %s is remembered',
  (state) => {
    const after = applyFeedback({ ...claimed, state, claim: undefined }, fact)
    expect(after).toMatchObject({ state: 'submitted', settledLate: true })
    expect(applyFeedback(after, fact)).toBe(after)
    const reported = applyFeedback(after, { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' })
    expect(reported).toMatchObject({ outcome: 'delivered', settledLate: true })
  },
)

test('a report that contradicts a delivery changes nothing', () => {
  expect(applyFeedback(pending, fact)).toBe(pending)
})
