import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maximumReservedAhead } from '../../../core/deliveries/limits.ts'
import {
  isQuotaStale,
  mailInterval,
  placesAtOnce,
  reservedAhead,
  roomToday,
  type SharedPace,
  slowAfterThrottling,
} from '../../../core/deliveries/send-pace.ts'

function record(changes: Partial<SharedPace> = {}): SharedPace {
  const quota = { perSecond: 14, perDay: 50_000, sentToday: 0 }
  return { quota, askedAt: 0, booked: 0, next: 0, slowed: undefined, ...changes }
}

test('the interval nearly reaches the account’s quota and never exceeds it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 10_000, noNaN: true }), (perSecond) => {
      const rate = 1_000 / mailInterval(record({ quota: { perSecond, perDay: -1, sentToday: 0 } }), 0)
      expect(rate).toBeLessThan(perSecond)
      expect(rate).toBeGreaterThan(perSecond * 0.95)
    }),
  )
})

test('throttling slows all senders, which are back at full pace within a minute', () => {
  const slowed = slowAfterThrottling(record(), 1_000)
  const ratio = (now: number) => mailInterval(record({ slowed }), now) / mailInterval(record(), now)
  expect(ratio(1_000)).toBeCloseTo(1 / 0.7)
  expect(ratio(11_000)).toBeLessThan(ratio(1_000))
  expect(ratio(61_000)).toBe(1)
})

test('several throttlings at once count as one; a later one slows the pace further', () => {
  const first = slowAfterThrottling(record(), 10_000)
  expect(slowAfterThrottling(record({ slowed: first }), 14_999)).toBeUndefined()
  const second = slowAfterThrottling(record({ slowed: first }), 15_000)
  expect(second?.to).toBeLessThan(first?.to ?? 0)
})

test('digests leave one per cent of the day’s quota, rounded down, to confirmation mails', () => {
  const room = (perDay: number, sentToday = 0, booked = 0) =>
    roomToday(record({ quota: { perSecond: 1, perDay, sentToday }, booked }))
  expect(room(50_000)).toBe(49_500)
  expect(room(50_000, 49_000, 400)).toBe(100)
  expect(room(50_000, 49_400, 400)).toBe(0)
  expect(room(10)).toBe(10)
  expect(room(0)).toBe(0)
  expect(room(-1, 1_000_000)).toBe(Number.POSITIVE_INFINITY)
})

test('the number of mails with a future place follows from the next free place', () => {
  const interval = mailInterval(record(), 0)
  expect(reservedAhead(record({ next: 10 * interval }), 0)).toBe(10)
  expect(reservedAhead(record({ next: 5 }), 10)).toBe(0)
  // Places further ahead are left from before the clock was moved back.
  expect(reservedAhead(record({ next: maximumReservedAhead }), 0)).toBe(Math.ceil(maximumReservedAhead / interval))
  expect(reservedAhead(record({ next: maximumReservedAhead + 1 }), 0)).toBe(0)
})

test('a sender reserves at least one place and at most a second’s worth', () => {
  const quota = { perDay: -1, sentToday: 0 }
  expect(placesAtOnce(record(), 25)).toBe(14)
  expect(placesAtOnce(record({ quota: { ...quota, perSecond: 0.5 } }), 25)).toBe(1)
  expect(placesAtOnce(record({ quota: { ...quota, perSecond: 500 } }), 25)).toBe(25)
})

test('the quota is stale after a minute, or if the clock was moved back', () => {
  expect(isQuotaStale(record({ askedAt: 100_000 }), 150_000)).toBe(false)
  expect(isQuotaStale(record({ askedAt: 100_000 }), 161_000)).toBe(true)
  expect(isQuotaStale(record({ askedAt: 100_000 }), 10_000)).toBe(true)
})
