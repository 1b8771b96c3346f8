import { expect, test } from 'vitest'
import { type KnownAddress, planAdmission, unknownAddress } from '../../../core/subscribers/plan-admission.ts'
import { sampleArrival, sampleSubscriber } from './sample-subscriber.ts'

const suppression = { reason: 'complaint', at: '2026-11-01T00:00:00.000Z' } as const
const departure = { reason: 'erased' } as const
const stored = (rows: Partial<KnownAddress>): KnownAddress => ({ ...unknownAddress, ...rows })
const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
const unsubscribed = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })
const unsubscribedAndTyped = { ...unsubscribed, state: 'pending' } as const

test.each([
  ['imported', 'a new address', undefined, 'added'],
  ['imported', 'a pending subscriber', pending, 'added'],
  ['imported', 'a confirmed subscriber', sampleSubscriber(), 'unchanged'],
  ['imported', 'an unsubscribed subscriber', unsubscribed, 'unsubscribed'],
  [
    'imported',
    'an unsubscribed subscriber whose address was typed in the form since',
    unsubscribedAndTyped,
    'unsubscribed',
  ],
  ['requested', 'a new address', undefined, 'added'],
  ['requested', 'a pending subscriber', pending, 'unchanged'],
  ['requested', 'a confirmed subscriber', sampleSubscriber(), 'unchanged'],
  ['requested', 'an unsubscribed subscriber', unsubscribed, 'unsubscribed'],
] as const)('%s, %s: the outcome is %s', (kind, _who, before, outcome) => {
  expect(planAdmission(stored({ subscriber: before }), sampleArrival(kind)).outcome).toBe(outcome)
  expect(planAdmission(stored({ subscriber: before, suppression }), sampleArrival(kind))).toEqual({
    outcome: 'suppressed',
    suppression,
  })
})

test('a pending subscriber gets another confirmation mail if the operator asks for it', () => {
  const admission = planAdmission(stored({ subscriber: pending }), sampleArrival('requested'), { askAgain: true })
  expect(admission).toMatchObject({ outcome: 'added', subscriber: { state: 'pending', revision: 2 } })
})

test('people who erased their data can only re-subscribe themselves', () => {
  for (const kind of ['imported', 'requested'] as const) {
    expect(planAdmission(stored({ departure }), sampleArrival(kind), { askAgain: true })).toEqual({ outcome: 'erased' })
    expect(planAdmission(stored({ departure, subscriber: pending }), sampleArrival(kind), { askAgain: true })).toEqual({
      outcome: 'erased',
    })
    expect(
      planAdmission(stored({ departure, subscriber: sampleSubscriber() }), sampleArrival(kind), { askAgain: true })
        .outcome,
    ).toBe('unchanged')
  }
})
