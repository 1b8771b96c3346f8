import { expect, test } from 'vitest'
import { describeEstimate, estimateMailing } from '../../../operations/digest/estimate-mailing.ts'

const quota = { perSecond: 14, perDay: 50_000, sentToday: 120 }

test('cost, time and share of the daily quota depend on the number of recipients', () => {
  expect(estimateMailing(25_000, quota, 2)).toMatchObject({
    usd: { newAccounts: 4, aLaCarte: 2.5, services: 0.2228 },
    seconds: 1_786,
    shareOfDay: 0.5,
  })
})

test('an issue without recipients costs nothing', () => {
  expect(estimateMailing(0, quota, 2)).toMatchObject({ usd: { newAccounts: 0 }, seconds: 0, shareOfDay: 0 })
})

test.each([
  [1_400, '100 s'],
  [14_000, '17 min'],
  [140_000, '2.8 h'],
])('the time for %d mails is shown as %s', (recipients, text) => {
  expect(describeEstimate(estimateMailing(recipients, quota, 2))[1]).toContain(`At 14 a second: ${text}.`)
})

test('the description has the prices, the share of the quota and the mails already sent', () => {
  const [cost, time, ...others] = describeEstimate(estimateMailing(25_000, quota, 2))
  expect(cost).toMatch(
    /^SES: \$4\.00 \(\$2\.50 à la carte\), other services: \$0\.22, at the prices of \d{4}-\d\d-\d\d\.$/,
  )
  expect(time).toContain('That is 50% of the 50,000 mails that the account may send in 24 hours')
  expect(time).toContain('it has already sent 120.')
  expect(others).toEqual([])
})

test('an issue that takes more than a day says what to do', () => {
  expect(describeEstimate(estimateMailing(60_000, quota, 2)).at(-1)).toBe(
    'It takes more than a day. Ask AWS for a higher quota.',
  )
})
