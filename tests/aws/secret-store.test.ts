import { expect, test } from 'vitest'
import { getSecrets } from '../../aws/secret-store.ts'
import { openTable } from './open-tables.ts'

test('of several who make the secrets at once all get the same', async () => {
  const { dynamo } = await openTable()
  const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => getSecrets(dynamo, 'table')))
  expect(first?.addressPepper).toMatch(/^[0-9a-f]{64}$/)
  expect(first?.signingKeys).toHaveLength(1)
  for (const other of others) expect(other).toEqual(first)
  expect(await getSecrets(dynamo, 'table')).toEqual(first)
})
