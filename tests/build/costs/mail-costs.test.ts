import { expect, test } from 'vitest'
import { clickUsage, mailUsage } from '../../../build/costs/mail-costs.ts'
import { priceLines } from '../../../build/costs/prices.ts'

const million = { mails: 1_000_000, perSecond: 500, senders: 4 }

test('the services around a mail cost less than a tenth of what SES costs', () => {
  expect(priceLines(mailUsage(million)).gross).toBeLessThan(10)
})

test('the SES events have a line of their own', () => {
  expect(mailUsage(million).find(({ unit }) => unit === 'snsPublish')?.quantity).toBe(2_000_000)
})

test('a slow account pays for senders that wait', () => {
  const gross = (perSecond: number) => priceLines(mailUsage({ ...million, perSecond })).gross
  expect(gross(14)).toBeGreaterThan(gross(500))
})

test('a million clicks cost about two dollars', () => {
  expect(priceLines(clickUsage(1_000_000)).gross).toBeCloseTo(2.06)
})
