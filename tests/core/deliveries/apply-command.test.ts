import { expect, test } from 'vitest'
import { applyCommand, planCommand } from '../../../core/deliveries/apply-command.ts'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import type { PortionProgress } from '../../../core/deliveries/settled-counts.ts'

const pending = ledgerEntry('daily-12', { subscriberId: 'ab12cd34', articles: ['a'] })
const claim = { token: 'one', claimedAt: '2026-11-21T06:00:00.000Z' }
const claimed: Delivery = { ...pending, state: 'claimed', claim, attempts: 1 }
const unknown: Delivery = { ...claimed, state: 'unknown' }
const failed: Delivery = { ...pending, state: 'failed', reason: 'MessageRejected', attempts: 1 }
const submitted: Delivery = { ...pending, state: 'submitted', messageId: 'ses-1', attempts: 1 }
const soon = '2026-11-21T06:00:10.000Z'
const later = '2026-11-21T08:00:00.000Z'

/** Six batches: settled, settled with a failure, settled with an unknown delivery, two reopened ones, and one never settled. */
const progress: PortionProgress = {
  portion: 3,
  sizes: [25, 25, 25, 25, 25, 7],
  counts: {
    ...{ 0: { submitted: 25 }, 1: { submitted: 24, failed: 1 }, 2: { submitted: 24, unknown: 1 } },
    ...{ 3: {}, 4: { failed: 1, unknown: 1 } },
  },
  finished: true,
  version: 9,
}

test('resume concerns the open batches, and those with unknown deliveries only if they shall be submitted again', () => {
  expect(planCommand(progress, 'resume', 'leave')).toEqual({ open: [3, 4, 5], reopened: [] })
  expect(planCommand(progress, 'resume', 'resend')).toEqual({ open: [3, 4, 5], reopened: [2] })
})

test('cancel concerns the open batches, and retry those with failures', () => {
  expect(planCommand(progress, 'cancel', 'resend')).toEqual({ open: [3, 4, 5], reopened: [] })
  expect(planCommand(progress, 'retry', 'resend')).toEqual({ open: [], reopened: [1] })
})

test('retry makes failed deliveries pending, and no others', () => {
  expect(applyCommand(failed, 'retry', soon, 'resend')).toMatchObject({ state: 'pending', attempts: 1 })
  for (const delivery of [pending, claimed, submitted])
    expect(applyCommand(delivery, 'retry', soon, 'resend')).toBe(delivery)
})

test('resume makes deliveries pending that are still unknown after the settling time, unless they are left unknown', () => {
  expect(applyCommand(unknown, 'resume', later, 'resend')).toMatchObject({ state: 'pending', givenUp: 1 })
  expect(applyCommand(unknown, 'resume', soon, 'resend')).toBe(unknown)
  expect(applyCommand(unknown, 'resume', later, 'leave')).toBe(unknown)
})

test('resume retries no failure, and cancel changes no delivery', () => {
  expect(applyCommand(failed, 'resume', later, 'resend')).toBe(failed)
  for (const delivery of [pending, claimed, unknown, failed, submitted])
    expect(applyCommand(delivery, 'cancel', later, 'resend')).toBe(delivery)
})

test('a repeated command changes nothing', () => {
  for (const command of ['resume', 'retry', 'cancel'] as const) {
    for (const delivery of [pending, claimed, unknown, failed, submitted]) {
      const after = applyCommand(delivery, command, later, 'resend')
      expect(applyCommand(after, command, later, 'resend')).toBe(after)
    }
  }
})
