import { expect, test } from 'vitest'
import { priceLines } from '../../build/costs/prices.ts'
import { describeEstimate } from '../../cli/cost.ts'

test('the amounts are shown with the figures that they are from, and how each is known', () => {
  const services = priceLines([{ what: 'alarms', unit: 'alarmMetric', quantity: 12 }])
  const lines = describeEstimate({
    ...{ month: '2026-11', pricesAsOf: '2026-11-29', services },
    figures: [
      { what: 'mails so far', value: 1234, source: 'counted' },
      { what: 'requests', value: 0, source: 'unknown', note: 'nothing has counted them' },
    ],
    ...{ mails: { aLaCarte: 1, newAccounts: 1.6 }, total: { aLaCarte: 1.2, newAccounts: 1.8 } },
  })
  expect(lines.slice(0, 9)).toEqual([
    '2026-11, at the prices of 2026-11-29 in us-east-1, after the free amounts that never expire:',
    '',
    '                SES à la carte  accounts since 2026-07-21',
    'mails           $1.00           $1.60',
    'other services  $0.20           $0.20',
    'total           $1.20           $1.80',
    '',
    'From these figures:',
    '  mails so far  1,234    counted',
  ])
  expect(lines).toContain('  requests      unknown  unknown: nothing has counted them')
  expect(lines).toContain('| alarms | 12 | $0.200 | $1.200 |')
})
