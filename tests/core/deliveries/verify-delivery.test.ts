import { expect, test } from 'vitest'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import { verifyDelivery } from '../../../core/deliveries/verify-delivery.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'

const ada = sampleSubscriber()
const planned = ledgerEntry('daily-12', { subscriberId: ada.id, articles: ['a'] })
const handedOverAt = '2026-11-21T06:00:00.000Z'
const submitted: Delivery = { ...planned, state: 'submitted', attempts: 1, messageId: 'ses-1', handedOverAt }
const before = '2026-11-21T05:59:00.000Z'
const justBefore = '2026-11-21T05:59:50.000Z'

test.each<[string, Delivery]>([
  ['planned', planned],
  ['submitted', submitted],
  ['claimed', { ...planned, state: 'claimed', claim: { token: 'one', claimedAt: handedOverAt } }],
  ['unknown', { ...planned, state: 'unknown', claim: { token: 'one', claimedAt: handedOverAt } }],
  ['submitted twice after one submission was given up', { ...submitted, attempts: 2, givenUp: 1, repeats: ['ses-0'] }],
  ['skipped', { ...planned, state: 'skipped', reason: 'paused' }],
])('a delivery that is %s has no problems', (_what, delivery) => {
  expect(verifyDelivery(delivery, { subscriber: ada })).toEqual([])
})

test.each<[Partial<Delivery>, RegExp]>([
  [{ repeats: ['ses-0'] }, /SES accepted it 2 times, but 0 submissions had been given up/],
  [{ messageId: undefined }, /submitted, without a message id/],
  [{ attempts: 0 }, /never claimed/],
  [{ claim: { token: 'one', claimedAt: handedOverAt } }, /submitted, with a claim/],
  [{ state: 'claimed', messageId: undefined }, /claimed, without a claim/],
])('%j of a submitted delivery is a problem', (changes, problem) => {
  expect(verifyDelivery({ ...submitted, ...changes }, {})).toEqual([expect.stringMatching(problem)])
})

test('a mail to an unsubscribed or suppressed address is a problem, unless the request was still under way', () => {
  const unsubscribed = (unsubscribedAt: string) => ({
    subscriber: { ...ada, state: 'unsubscribed' as const, unsubscribedAt },
  })
  expect(verifyDelivery(submitted, unsubscribed(before))).toEqual([expect.stringContaining('unsubscribed')])
  expect(verifyDelivery(submitted, unsubscribed(justBefore))).toEqual([])
  expect(verifyDelivery(submitted, unsubscribed('2026-11-21T07:00:00.000Z'))).toEqual([])
  const suppressed = (notedAt: string) => ({ suppression: { reason: 'bounce' as const, at: before, notedAt } })
  expect(verifyDelivery(submitted, suppressed(before))).toEqual([expect.stringContaining('suppressed')])
  expect(verifyDelivery(submitted, suppressed(justBefore))).toEqual([])
  expect(verifyDelivery({ ...planned, state: 'suppressed', reason: 'bounce' }, suppressed(before))).toEqual([])
})
