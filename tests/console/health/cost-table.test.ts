import { expect, test } from 'vitest'
import { priceLines } from '../../../build/costs/prices.ts'
import { costTable } from '../../../console/health/cost-table.ts'

test('the cost says from which figures it is, and at which prices', async () => {
  const page = String(
    await costTable({
      ...{ month: '2026-11', pricesAsOf: '2026-11-29', services: priceLines([]) },
      figures: [{ what: 'requests', value: 0, source: 'unknown', note: 'nothing has counted them' }],
      ...{ mails: { aLaCarte: 1, newAccounts: 1.6 }, total: { aLaCarte: 1.25, newAccounts: 1.85 } },
    }),
  )
  expect(page).toContain('<strong>$1.25</strong> in 2026-11')
  expect(page).toContain('<dd>unknown (nothing has counted them)</dd>')
  expect(page).toContain('prices of 2026-11-29')
})
