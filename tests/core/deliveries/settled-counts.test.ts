import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Delivery } from '../../../core/deliveries/delivery.ts'
import { ledgerEntry } from '../../../core/deliveries/delivery.ts'
import {
  areEqual,
  changeOf,
  countPlanned,
  countPortions,
  countSettled,
  countStates,
  deliveryCounts,
  finalCounts,
  openBatches,
  type PlannedShard,
  type PortionProgress,
  type SettledCounts,
  type ShardTotal,
  settledStates,
  sizeOf,
  sumCounts,
} from '../../../core/deliveries/settled-counts.ts'

const at = '2026-11-21T08:00:00.000Z'
const pending = ledgerEntry('daily-12', { subscriberId: 'ab12cd34', articles: ['a'] })
const of = (state: Delivery['state'], changes: Partial<Delivery> = {}): Delivery => ({ ...pending, state, ...changes })
const claimedAt = (time: string) => ({ claim: { token: 'one', claimedAt: `2026-11-21T${time}.000Z` } })

test('a batch is counted only if all of its deliveries are settled', () => {
  const settled = [of('submitted'), of('submitted'), of('skipped'), of('suppressed'), of('failed')]
  expect(countSettled(settled, at, 'resend')).toEqual({ submitted: 2, skipped: 1, suppressed: 1, failed: 1 })
  for (const open of [of('pending'), of('claimed', claimedAt('06:00:00')), undefined])
    expect(countSettled([...settled, open], at, 'resend')).toBeUndefined()
})

test('an unknown delivery is settled after the settling time, and only if it is left unknown', () => {
  const recent = of('unknown', claimedAt('07:55:01'))
  const old = of('unknown', claimedAt('07:55:00'))
  expect(countSettled([recent], at, 'leave')).toBeUndefined()
  expect(countSettled([old], at, 'leave')).toEqual({ unknown: 1 })
  expect(countSettled([old], at, 'resend')).toBeUndefined()
})

const counts: fc.Arbitrary<SettledCounts> = fc
  .array(fc.constantFrom(...settledStates), { maxLength: 25 })
  .map((states) => countStates(states))

test('adding a change to what was there before gives what is there after', () => {
  fc.assert(
    fc.property(counts, counts, (before, after) => {
      expect(sumCounts([before, changeOf(before, after)])).toStrictEqual(after)
      expect(areEqual(before, after)).toBe(Object.keys(changeOf(before, after)).length === 0)
      expect(changeOf(before, before)).toEqual({})
    }),
  )
})

test('counts are equal if each number is, and never equal to none', () => {
  const areAll = [{}, { submitted: 1 }, { submitted: 2 }, { submitted: 1, failed: 1 }, undefined]
  expect(areAll.map((one) => areAll.filter((other) => areEqual(one, other)))).toEqual([
    [{}],
    [areAll[1]],
    [areAll[2]],
    [areAll[3]],
    [],
  ])
})

test('the counts of an issue always add up to its recipients', () => {
  fc.assert(
    fc.property(counts, fc.nat(100), (settled, open) => {
      const { recipients, ...parts } = deliveryCounts(sizeOf(settled) + open, settled)
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(recipients)
      expect(parts.pending).toBe(open)
    }),
  )
})

const progress: PortionProgress = {
  ...{ portion: 1, sizes: [25, 25, 3], finished: false, version: 1 },
  counts: { 0: { submitted: 24, failed: 1 }, 1: {} },
}

test('a batch without counts, or with fewer than its size, is open', () => {
  expect(openBatches(progress)).toEqual([1, 2])
  expect(openBatches({ ...progress, counts: { 0: { submitted: 25 }, 1: { skipped: 25 }, 2: { unknown: 3 } } })).toEqual(
    [],
  )
  expect(countPortions([progress])).toMatchObject({ recipients: 53, submitted: 24, failed: 1, pending: 28 })
})

const shards = ['0', '1']
const planned = (...all: readonly PlannedShard[]) => new Map(all.map((shard, n) => [String(n), shard]))
const total = (portions: number, settled: SettledCounts): ShardTotal => ({ portions, counts: settled, version: 1 })

test('an issue has ended once every shard is planned and every portion is finished', () => {
  const both = planned({ recipients: 30, portions: 2 }, { recipients: 0, portions: 0 })
  const totals = new Map([['0', total(2, { submitted: 29, failed: 1 })]])
  expect(finalCounts(both, totals, shards)).toMatchObject({ recipients: 30, submitted: 29, failed: 1, pending: 0 })
  expect(finalCounts(planned({ recipients: 30, portions: 2 }), totals, shards)).toBeUndefined()
  expect(finalCounts(both, new Map([['0', total(1, { submitted: 25 })]]), shards)).toBeUndefined()
  expect(finalCounts(both, new Map([['0', total(1, { submitted: 30 })]]), shards)).toBeUndefined()
  expect(finalCounts(both, new Map(), shards)).toBeUndefined()
})

test('an issue with retried mails that are pending again has not ended', () => {
  const both = planned({ recipients: 30, portions: 2 }, { recipients: 0, portions: 0 })
  expect(finalCounts(both, new Map([['0', total(2, { submitted: 29 })]]), shards)).toBeUndefined()
})

test('an issue without recipients has ended once it is planned', () => {
  const none = planned({ recipients: 0, portions: 0 }, { recipients: 0, portions: 0 })
  expect(finalCounts(none, new Map(), shards)).toEqual(deliveryCounts(0, {}))
})

test('an issue of which a shard was planned without portions is not counted', () => {
  const old = planned({ recipients: 30, portions: 2 }, { recipients: 4, portions: undefined })
  expect(countPlanned(old, shards)).toBeUndefined()
  expect(finalCounts(old, new Map([['0', total(2, { submitted: 30 })]]), shards)).toBeUndefined()
})
