import { expect, test } from 'vitest'
import { applyCommand } from '../../../core/deliveries/apply-command.ts'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'

const pending = ledgerEntry('daily-12', { subscriberId: 'ab12cd34', articles: ['a'] })
const claim = { token: 'one', claimedAt: '2026-11-21T06:00:00.000Z' }
const claimed: Delivery = { ...pending, state: 'claimed', claim, attempts: 1 }
const failed: Delivery = { ...pending, state: 'failed', reason: 'MessageRejected', attempts: 1 }
const submitted: Delivery = { ...pending, state: 'submitted', messageId: 'ses-1', attempts: 1 }
const soon = '2026-11-21T06:00:10.000Z'
const later = '2026-11-21T08:00:00.000Z'
const judge = (
  delivery: Delivery,
  order: Parameters<typeof applyCommand>[1],
  at = soon,
  onUnknown = 'resend' as const,
) => {
  const { after, toSender } = applyCommand(delivery, order, at, onUnknown)
  return [after.state, toSender]
}

test('resuming tells senders of all that is open, and of nothing else', () => {
  expect(judge(pending, 'resume')).toEqual(['pending', true])
  expect(judge(claimed, 'resume')).toEqual(['claimed', true])
  expect(judge(claimed, 'resume', later)).toEqual(['pending', true])
  expect(judge(failed, 'resume')).toEqual(['failed', false])
  expect(judge(submitted, 'resume')).toEqual(['submitted', false])
})

test('retrying makes pending what failed', () => {
  expect(judge(failed, 'retry')).toEqual(['pending', true])
  expect(judge(submitted, 'retry')).toEqual(['submitted', false])
})

test('cancelling skips what waits; what is under way is looked at until it is known, and never handed over again', () => {
  expect(judge(pending, 'cancel')).toEqual(['skipped', false])
  expect(judge(claimed, 'cancel')).toEqual(['claimed', true])
  expect(judge(claimed, 'cancel', later)).toEqual(['unknown', false])
  expect(judge(submitted, 'cancel')).toEqual(['submitted', false])
})

test('an order given twice means nothing more', () => {
  for (const order of ['resume', 'retry', 'cancel'] as const) {
    for (const delivery of [pending, claimed, failed, submitted]) {
      const { after } = applyCommand(delivery, order, soon, 'resend')
      expect(applyCommand(after, order, soon, 'resend').after).toBe(after)
    }
  }
})
