import { expect, test } from 'vitest'
import { describeBill } from '../../../build/costs/describe-bill.ts'
import { priceLines } from '../../../build/costs/prices.ts'

test('a bill is a table with its total', () => {
  expect(describeBill(priceLines([{ what: 'alarms', unit: 'alarmMetric', quantity: 12 }]))).toEqual([
    '| what | a month | $ | without the free tier |',
    '|---|---|---|---|',
    '| alarms | 12 | $0.200 | $1.200 |',
    '| **total** | | **$0.20** | **$1.20** |',
  ])
})
