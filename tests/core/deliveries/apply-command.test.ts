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
const applyTo = (
  delivery: Delivery,
  command: Parameters<typeof applyCommand>[1],
  at = soon,
  onUnknown = 'resend' as const,
) => {
  const { after, toSender } = applyCommand(delivery, command, at, onUnknown)
  return [after.state, toSender]
}

test('resume gives all open deliveries to senders, and no others', () => {
  expect(applyTo(pending, 'resume')).toEqual(['pending', true])
  expect(applyTo(claimed, 'resume')).toEqual(['claimed', true])
  expect(applyTo(claimed, 'resume', later)).toEqual(['pending', true])
  expect(applyTo(failed, 'resume')).toEqual(['failed', false])
  expect(applyTo(submitted, 'resume')).toEqual(['submitted', false])
})

test('retry makes failed deliveries pending', () => {
  expect(applyTo(failed, 'retry')).toEqual(['pending', true])
  expect(applyTo(submitted, 'retry')).toEqual(['submitted', false])
})

test('cancel skips pending deliveries, and settles claimed ones without submitting them again', () => {
  expect(applyTo(pending, 'cancel')).toEqual(['skipped', false])
  expect(applyTo(claimed, 'cancel')).toEqual(['claimed', true])
  expect(applyTo(claimed, 'cancel', later)).toEqual(['unknown', false])
  expect(applyTo(submitted, 'cancel')).toEqual(['submitted', false])
})

test('a repeated command changes nothing', () => {
  for (const command of ['resume', 'retry', 'cancel'] as const) {
    for (const delivery of [pending, claimed, failed, submitted]) {
      const { after } = applyCommand(delivery, command, soon, 'resend')
      expect(applyCommand(after, command, soon, 'resend').after).toBe(after)
    }
  }
})
