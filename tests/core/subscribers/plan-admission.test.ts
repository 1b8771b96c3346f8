import { expect, test } from 'vitest'
import { type KnownAddress, planAdmission, unknownAddress } from '../../../core/subscribers/plan-admission.ts'
import { sampleArrival, sampleSubscriber } from './sample-subscriber.ts'

const suppression = { reason: 'complaint', at: '2026-11-01T00:00:00.000Z' } as const
const departure = { reason: 'erased' } as const
const known = (what: Partial<KnownAddress>): KnownAddress => ({ ...unknownAddress, ...what })
const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
const left = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })
const leftAndTyped = { ...left, state: 'pending' } as const

test.each([
  ['imported', 'a new address', undefined, 'added'],
  ['imported', 'a pending one', pending, 'added'],
  ['imported', 'a confirmed one', sampleSubscriber(), 'unchanged'],
  ['imported', 'one who left', left, 'unsubscribed'],
  ['imported', 'one who left and whose address was typed since', leftAndTyped, 'unsubscribed'],
  ['requested', 'a new address', undefined, 'added'],
  ['requested', 'a pending one', pending, 'unchanged'],
  ['requested', 'a confirmed one', sampleSubscriber(), 'unchanged'],
  ['requested', 'one who left', left, 'unsubscribed'],
] as const)('%s: %s', (kind, _who, before, outcome) => {
  expect(planAdmission(known({ subscriber: before }), sampleArrival(kind), false).outcome).toBe(outcome)
  expect(planAdmission(known({ subscriber: before, suppression }), sampleArrival(kind), false)).toEqual({
    outcome: 'suppressed',
  })
})

test('a pending one is asked once more where that is wanted', () => {
  const admission = planAdmission(known({ subscriber: pending }), sampleArrival('requested'), true)
  expect(admission).toMatchObject({ outcome: 'added', subscriber: { state: 'pending', revision: 2 } })
})

test('who had everything erased comes back by their own doing alone', () => {
  for (const kind of ['imported', 'requested'] as const) {
    expect(planAdmission(known({ departure }), sampleArrival(kind), true)).toEqual({ outcome: 'erased' })
    expect(planAdmission(known({ departure, subscriber: pending }), sampleArrival(kind), true)).toEqual({
      outcome: 'erased',
    })
    expect(planAdmission(known({ departure, subscriber: sampleSubscriber() }), sampleArrival(kind), true).outcome).toBe(
      'unchanged',
    )
  }
})
