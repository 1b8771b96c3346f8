import { expect, test } from 'vitest'
import { divideConcurrency } from '../../../core/deliveries/concurrency.ts'

test.each([
  [10, { senders: 2, planChains: 2, ingesters: 2 }],
  [24, { senders: 2, planChains: 3, ingesters: 4 }],
  [50, { senders: 2, planChains: 8, ingesters: 10 }],
  [75, { senders: 3, planChains: 12, ingesters: 15 }],
  [100, { senders: 4, planChains: 16, ingesters: 20 }],
  [1_000, { senders: 4, planChains: 16, ingesters: 20 }],
])('a quota of %i concurrent executions gives %j', (concurrency, expected) => {
  expect(divideConcurrency({ concurrency })).toEqual(expected)
})

test('more quota never means fewer Lambdas, and most of a small quota stays free', () => {
  const all = Array.from({ length: 200 }, (_, n) => divideConcurrency({ concurrency: 10 + n }))
  for (const [n, { senders, planChains, ingesters }] of all.entries()) {
    expect(senders + planChains + ingesters).toBeLessThan((10 + n) * 0.7)
    expect(ingesters).toBeGreaterThanOrEqual(all[n - 1]?.ingesters ?? 2)
    expect(senders + planChains).toBeLessThanOrEqual((10 + n) / 2)
    expect(senders).toBeGreaterThanOrEqual(all[n - 1]?.senders ?? 2)
    expect(planChains).toBeGreaterThanOrEqual(all[n - 1]?.planChains ?? 2)
  }
})

test('an explicit number of senders wins', () => {
  expect(divideConcurrency({ concurrency: 1_000, senders: 40 })).toEqual({ senders: 40, planChains: 16, ingesters: 20 })
})
