import { describe, expect, test } from 'vitest'
import {
  applyDelivery,
  applyTime,
  canClaim,
  claimLeaseSeconds,
  type DeliveryFact,
  isOpen,
  isSettled,
  settleSeconds,
} from '../../../core/deliveries/apply-delivery.ts'
import type { Delivery } from '../../../core/deliveries/delivery.ts'

const planned: Delivery = {
  issueId: 'daily-12',
  subscriberId: 'ab12cd34',
  state: 'pending',
  articles: ['a', 'b'],
  reason: undefined,
  claim: undefined,
  attempts: 0,
  messageId: undefined,
  handedOverAt: undefined,
  givenUp: 0,
  repeats: [],
  outcome: undefined,
}
const claim: DeliveryFact = { kind: 'claimed', token: 'one', at: seconds(0) }
const submitted: DeliveryFact = { kind: 'submitted', messageId: 'ses-1' }
const leaseEnded: DeliveryFact = { kind: 'leaseEnded', at: seconds(claimLeaseSeconds) }
const settled = {
  kind: 'settlingTimePassed',
  at: seconds(claimLeaseSeconds + settleSeconds),
  onUnknown: 'resend',
} as const satisfies DeliveryFact

describe('a delivery', () => {
  test('is claimed, then submitted', () => {
    expect(applyAll(planned, claim)).toMatchObject({ state: 'claimed', attempts: 1, claim: { token: 'one' } })
    expect(applyAll(planned, claim, submitted)).toMatchObject({
      state: 'submitted',
      attempts: 1,
      messageId: 'ses-1',
      claim: undefined,
    })
  })

  test('is claimed by one sender, which may repeat its claim', () => {
    const claimed = applyAll(planned, claim)
    expect(applyDelivery(claimed, { ...claim, token: 'two' })).toBe('impossible')
    expect(applyDelivery(claimed, claim)).toBe(claimed)
  })

  test('is as before its claim if SES throttled', () => {
    expect(applyAll(planned, claim, { kind: 'released', token: 'one' })).toEqual(planned)
  })

  test('is released only with the token of its claim', () => {
    expect(applyDelivery(applyAll(planned, claim), { kind: 'released', token: 'two' })).toBe('impossible')
  })

  test('has failed if SES rejected the mail, with the reason', () => {
    const failed = applyAll(planned, claim, { kind: 'failed', reason: 'MessageRejected', token: 'one' })
    expect(failed).toMatchObject({ state: 'failed', reason: 'MessageRejected', attempts: 1 })
  })

  test('has no attempt if it is skipped under its claim', () => {
    const skipped = applyAll(planned, claim, { kind: 'skipped', reason: 'unsubscribed', token: 'one' })
    expect(skipped).toMatchObject({ state: 'skipped', reason: 'unsubscribed', attempts: 0 })
  })

  test('cannot be skipped without its claim while it may be under way', () => {
    const skipped: DeliveryFact = { kind: 'skipped', reason: 'paused' }
    expect(applyDelivery(applyAll(planned, claim), skipped)).toBe('impossible')
    expect(applyDelivery(applyAll(planned, claim, leaseEnded), skipped)).toBe('impossible')
  })
})

describe('an unknown delivery', () => {
  const unknown = applyAll(planned, claim, leaseEnded)

  test('is one whose lease has ended without a mark, not a second earlier', () => {
    expect(unknown.state).toBe('unknown')
    expect(applyDelivery(applyAll(planned, claim), { kind: 'leaseEnded', at: seconds(claimLeaseSeconds - 1) })).toBe(
      'impossible',
    )
  })

  test('is settled by the mark or by the Send event, even after the settling time', () => {
    expect(applyAll(unknown, submitted)).toMatchObject({ state: 'submitted', attempts: 1 })
    expect(applyAll(unknown, settled, submitted)).toMatchObject({ state: 'submitted', attempts: 1 })
  })

  test('becomes pending after the settling time, and not a second earlier', () => {
    const early = seconds(claimLeaseSeconds + settleSeconds - 1)
    expect(applyDelivery(unknown, { kind: 'settlingTimePassed', at: early, onUnknown: 'resend' })).toBe('impossible')
    expect(canClaim(unknown)).toBe(false)
    expect(canClaim(applyAll(unknown, settled))).toBe(true)
  })

  test('stays unknown with onUnknown: leave', () => {
    expect(applyDelivery(unknown, { ...settled, onUnknown: 'leave' })).toBe(unknown)
  })

  test('is pending at once if its sender reports that SES throttled', () => {
    expect(applyAll(unknown, { kind: 'released', token: 'one' })).toEqual(planned)
  })
})

describe('a report from SES', () => {
  test('settles the delivery if it arrives before the mark', () => {
    const delivered = applyAll(planned, claim, { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' })
    expect(delivered).toMatchObject({ state: 'submitted', outcome: 'delivered', messageId: 'ses-1' })
    expect(applyDelivery(delivered, submitted)).toBe(delivered)
  })

  test('never replaces a stronger one', () => {
    const bounced = applyAll(planned, claim, { kind: 'reported', outcome: 'bounced', messageId: 'ses-1' })
    expect(applyDelivery(bounced, { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' })).toBe(bounced)
    expect(applyAll(bounced, { kind: 'reported', outcome: 'complained', messageId: 'ses-1' }).outcome).toBe(
      'complained',
    )
  })

  test('about a delivery that was never claimed is impossible', () => {
    expect(applyDelivery(planned, submitted)).toBe('impossible')
    expect(applyDelivery(planned, { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' })).toBe('impossible')
  })
})

test.each(['skipped', 'suppressed', 'failed'] as const)('a %s delivery stays %s', (kind) => {
  const done = applyAll(planned, { kind, reason: 'why' })
  expect(done).toMatchObject({ state: kind, reason: 'why' })
  expect(applyDelivery(done, { kind, reason: 'another' })).toBe(done)
  expect(applyDelivery(done, claim)).toBe('impossible')
  expect(applyDelivery(done, leaseEnded)).toBe(done)
})

test('with time, a claimed delivery becomes unknown and an unknown one pending', () => {
  const claimed = applyAll(planned, claim)
  expect(applyTime(claimed, seconds(claimLeaseSeconds - 1), 'resend')).toBe(claimed)
  expect(applyTime(claimed, seconds(claimLeaseSeconds), 'resend').state).toBe('unknown')
  expect(applyTime(claimed, seconds(claimLeaseSeconds + settleSeconds), 'leave').state).toBe('unknown')
  expect(applyTime(claimed, seconds(claimLeaseSeconds + settleSeconds), 'resend').state).toBe('pending')
  expect(applyTime(planned, seconds(1_000_000), 'resend')).toBe(planned)
})

function applyAll(delivery: Delivery, ...facts: readonly DeliveryFact[]): Delivery {
  return facts.reduce((before, fact) => {
    const result = applyDelivery(before, fact)
    if (result === 'impossible') throw new Error(`${fact.kind} is impossible for a ${before.state} delivery`)
    return result
  }, delivery)
}

function seconds(count: number): string {
  return new Date(Date.UTC(2026, 10, 21, 6) + count * 1000).toISOString()
}

test('a failed delivery can be retried', () => {
  const failed = applyAll(planned, claim, { kind: 'failed', reason: 'MessageRejected', token: 'one' })
  expect(failed).toMatchObject({ state: 'failed', reason: 'MessageRejected' })
  expect(applyDelivery(failed, { kind: 'retried' })).toMatchObject({ state: 'pending', reason: undefined, attempts: 1 })
  expect(applyDelivery(planned, { kind: 'retried' })).toBe(planned)
})

test('a second mail of a delivery is recorded once, with its message id', () => {
  const submitted = applyAll(planned, claim, { kind: 'submitted', messageId: 'ses-1' })
  const twice = applyAll(submitted, { kind: 'submitted', messageId: 'ses-2' })
  expect(twice).toMatchObject({ state: 'submitted', messageId: 'ses-1', repeats: ['ses-2'] })
  for (const messageId of ['ses-1', 'ses-2']) expect(applyDelivery(twice, { kind: 'submitted', messageId })).toBe(twice)
})

const unknown = applyAll(planned, claim, leaseEnded)
const states: Readonly<Record<Delivery['state'], Delivery>> = {
  ...{ pending: planned, claimed: applyAll(planned, claim), unknown, submitted: applyAll(planned, claim, submitted) },
  skipped: applyAll(planned, { kind: 'skipped', reason: 'paused' }),
  suppressed: applyAll(planned, { kind: 'suppressed', reason: 'bounce' }),
  failed: applyAll(planned, claim, { kind: 'failed', reason: 'MessageRejected', token: 'one' }),
}
const early = seconds(claimLeaseSeconds + settleSeconds - 1)

// What each fact makes of a delivery: another state, `=` if it changes nothing, or `!` if it is impossible.
test.each<[string, DeliveryFact, string]>([
  ['claim by the same sender', claim, 'claimed = ! ! ! ! !'],
  ['claim by another sender', { ...claim, token: 'two' }, 'claimed ! ! ! ! ! !'],
  ['mark', submitted, '! submitted submitted = ! ! submitted'],
  ['report', { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' }, '! submitted submitted + ! ! submitted'],
  ['release under its claim', { kind: 'released', token: 'one' }, '= pending pending = = = ='],
  ['release under another claim', { kind: 'released', token: 'two' }, '= ! ! = = = ='],
  ['skip', { kind: 'skipped', reason: 'paused' }, 'skipped ! ! ! = ! !'],
  ['skip under its claim', { kind: 'skipped', reason: 'paused', token: 'one' }, 'skipped skipped skipped ! = ! !'],
  ['skip under another claim', { kind: 'skipped', reason: 'paused', token: 'two' }, 'skipped ! ! ! = ! !'],
  ['failure under its claim', { kind: 'failed', reason: 'why', token: 'one' }, 'failed failed failed ! ! ! ='],
  ['retry', { kind: 'retried' }, '= = = = = = pending'],
  ['end of the lease', leaseEnded, '= unknown = = = = ='],
  ['settling time', settled, '= ! pending = = = ='],
  ['settling time, too early', { ...settled, at: early }, '= ! ! = = = ='],
  ['settling time, with leave', { ...settled, onUnknown: 'leave' }, '= ! = = = = ='],
])('the ledger has one answer to each fact in each state: %s', (_name, fact, answers) => {
  const answer = Object.entries(states).map(([state, delivery]) => {
    const after = applyDelivery(delivery, fact)
    if (after === delivery) return '='
    return after === 'impossible' ? '!' : after.state === state ? '+' : after.state
  })
  expect(answer.join(' ')).toBe(answers)
})

test.each(['leave', 'resend'] as const)('a sender looks again at what may still change by itself, with %s', (mode) => {
  const isIn = (check: typeof isOpen, at: string) =>
    Object.entries(states).flatMap(([state, delivery]) => (check(delivery, at, mode) ? [state] : []))
  const late = settled.at
  const ended = ['submitted', 'skipped', 'suppressed', 'failed']
  expect(isIn(isOpen, early)).toEqual(['claimed', 'unknown'])
  expect(isIn(isOpen, late)).toEqual(mode === 'leave' ? ['claimed'] : ['claimed', 'unknown'])
  expect(isIn(isSettled, early)).toEqual(ended)
  expect(isIn(isSettled, late)).toEqual(mode === 'leave' ? ['unknown', ...ended] : ended)
})
