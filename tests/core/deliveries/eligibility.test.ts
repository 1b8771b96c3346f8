import { expect, test } from 'vitest'
import { checkEligibility } from '../../../core/deliveries/eligibility.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'

const now = new Date('2026-11-21T06:00:00.000Z')
const ada: Subscriber = {
  id: 'ab12cd34',
  address: 'ada@example.org',
  state: 'confirmed',
  digest: 'daily',
  topics: [],
  language: 'en',
  timeZone: 'UTC',
  consent: { source: 'form', at: '2026-01-01T00:00:00.000Z' },
  createdAt: '2026-01-01T00:00:00.000Z',
  confirmedAt: '2026-01-01T00:00:00.000Z',
  unsubscribedAt: undefined,
  pausedUntil: undefined,
  revision: 1,
}

test('a confirmed subscriber is mailed', () => {
  expect(checkEligibility(ada, undefined, now)).toEqual({ kind: 'send', subscriber: ada })
})

test.each<[Partial<Subscriber>, string]>([
  [{ state: 'unsubscribed' }, 'unsubscribed'],
  [{ state: 'pending' }, 'unconfirmed'],
  [{ pausedUntil: '2026-11-21T06:00:00.001Z' }, 'paused'],
])('a recipient who is now %j is skipped as %s', (change, reason) => {
  expect(checkEligibility({ ...ada, ...change }, undefined, now)).toEqual({ kind: 'skipped', reason })
})

test('a pause that is over is ignored', () => {
  expect(checkEligibility({ ...ada, pausedUntil: '2026-11-21T06:00:00.000Z' }, undefined, now).kind).toBe('send')
})

test('a recipient whose data was erased is skipped', () => {
  expect(checkEligibility(undefined, undefined, now)).toEqual({ kind: 'skipped', reason: 'erased' })
})

test('a recipient whose row has no address is skipped', () => {
  const { address, ...row } = ada
  const broken = row as Subscriber // the address is missing on purpose
  expect(checkEligibility(broken, undefined, now)).toEqual({ kind: 'skipped', reason: 'unreadable' })
})

test('a suppressed address is not mailed, even if the subscriber is confirmed', () => {
  const suppression = { reason: 'complaint', at: '2026-11-20T00:00:00.000Z' } as const
  expect(checkEligibility(ada, suppression, now)).toEqual({ kind: 'suppressed', reason: 'complaint' })
})
