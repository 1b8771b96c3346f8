import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { saltStore } from '../../../aws/subscribers/salt-store.ts'
import { openTable } from '../open-table.ts'

test('each month has its own salt, the same for all Lambdas, which expires a month after it', async () => {
  const { dynamo } = await openTable()
  const stores = [1, 2, 3].map(() => saltStore(dynamo, 'table'))
  const days = ['2026-11-01T00:00:00Z', '2026-11-21T06:00:00Z', '2026-11-30T23:59:59Z'].map((day) => new Date(day))
  const salts = await Promise.all(stores.map((store, index) => store.get(days[index] ?? new Date(0))))
  expect(new Set(salts.map(({ key }) => key)).size).toBe(1)
  const next = await stores[0]?.get(new Date('2026-12-01T00:00:00Z'))
  expect(next?.key).not.toBe(salts[0]?.key)
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'table' }))
  expect(Items.map(({ expiresAt }) => new Date(Number(expiresAt) * 1000).toISOString()).toSorted()).toEqual([
    '2027-01-01T00:00:00.000Z',
    '2027-02-01T00:00:00.000Z',
  ])
})
