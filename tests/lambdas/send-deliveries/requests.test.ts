import { expect, test, vi } from 'vitest'
import { units } from '../../../bench/simulate.ts'
import { measureSend } from '../../../bench/support/measure-send.ts'

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
  const perMail = new Set(['delivery#', 'soft-bounce#'])
  const shared = [...byRequest].filter(([name]) => !perMail.has(name.split(' ')[2] ?? ''))
  expect(Math.max(...shared.map(([, usage]) => usage.requests / mails))).toBeLessThan(0.1)
  // The smaller the issue, the fewer mails share the rest. docs/scale.md and docs/costs.md state the units of 2,000 mails.
  expect(writeUnits).toBeGreaterThan(units.write)
  expect(writeUnits).toBeLessThan(units.write + 0.6)
  expect(readUnits).toBeLessThan(units.read + 1)
})
