import { expect, test, vi } from 'vitest'
import { measureSend } from '../../../bench/support/measure-send.ts'
import { perMail } from '../../../build/costs/mail-costs.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

test('a mail needs three writes of its ledger row and one transaction; everything else is shared', async () => {
  const mails = 400
  const { writeUnits, readUnits, byRequest } = await measureSend(mails, 10)
  const requests = (name: string) => (byRequest.get(name)?.requests ?? 0) / mails
  expect(requests('plan-deliveries PutItem delivery#')).toBe(1)
  expect(requests('send-deliveries PutItem delivery#')).toBe(2)
  expect(requests('record-feedback TransactWrite delivery#')).toBe(1)
  expect(requests('record-feedback GetItem delivery#')).toBe(2)
  const ofEachMail = new Set(['delivery#', 'soft-bounce#'])
  const shared = [...byRequest].filter(([name]) => !ofEachMail.has(name.split(' ')[2] ?? ''))
  expect(Math.max(...shared.map(([, usage]) => usage.requests / mails))).toBeLessThan(0.1)
  // The smaller the issue, the fewer mails share the rest. `perMail` has the units of an issue of 2,000.
  expect(writeUnits).toBeGreaterThan(perMail.dynamoWrites)
  expect(writeUnits).toBeLessThan(perMail.dynamoWrites + 0.6)
  expect(readUnits).toBeLessThan(perMail.dynamoReads + 1)
})
