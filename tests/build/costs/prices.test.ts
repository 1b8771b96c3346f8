import { expect, test } from 'vitest'
import { priceLines } from '../../../build/costs/prices.ts'

test('only what exceeds the free amount is charged', () => {
  const { lines, usd, gross } = priceLines([{ what: 'polls', unit: 'sqsRequest', quantity: 3_500_000 }])
  expect(lines[0]).toMatchObject({ what: 'polls', usd: 1, gross: 1.4 })
  expect([usd, gross]).toEqual([1, 1.4])
})

test('lines of the same unit share its free amount', () => {
  const { lines, usd } = priceLines([
    { what: 'a', unit: 'alarmMetric', quantity: 7 },
    { what: 'b', unit: 'alarmMetric', quantity: 5 },
  ])
  expect(lines.map((line) => line.usd)).toEqual([0, 0.2])
  expect(usd).toBeCloseTo(0.2)
})

test('mails have no free amount', () => {
  expect(priceLines([{ what: 'mails', unit: 'mail', quantity: 1_000_000 }]).usd).toBe(100)
})
