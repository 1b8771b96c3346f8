import { expect, test } from 'vitest'
import { monthUsage } from '../../../build/costs/month-costs.ts'
import { priceLines } from '../../../build/costs/prices.ts'

const none = { mails: 0, perSecond: 14, senders: 2, clicks: 0, requests: undefined, tableBytes: 0 }
const usdOf = (changes: object) => priceLines(monthUsage({ Resources: {} }, { ...none, ...changes })).gross

test('a stack without resources and mails costs nothing', () => {
  expect(usdOf({})).toBe(0)
})

test('a gigabyte in tables is priced for storage and recovery', () => {
  expect(usdOf({ tableBytes: 1e9 })).toBeCloseTo(0.45)
})

test('a request runs two edge functions, and mails need other services', () => {
  expect(usdOf({ requests: 1_000_000 })).toBeCloseTo(0.2)
  expect(usdOf({ mails: 1_000_000 })).toBeGreaterThan(5)
  expect(usdOf({ clicks: 1_000_000 })).toBeCloseTo(2.06, 1)
})
