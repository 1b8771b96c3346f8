import { expect, test } from 'vitest'
import { addHashKeys, addSigningKey, getSecrets } from '../../../aws/subscribers/secret-store.ts'
import { openTable } from '../open-table.ts'

test('concurrent creations of the secrets all return the same ones', async () => {
  const { dynamo } = await openTable()
  const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => getSecrets(dynamo, 'table')))
  expect(first?.addressPepper).toMatch(/^[0-9a-f]{64}$/)
  expect(first?.signingKeys).toHaveLength(1)
  for (const other of others) expect(other).toEqual(first)
  expect(await getSecrets(dynamo, 'table')).toEqual(first)
})

test('a new key comes first and the others stay, even if two are added concurrently', async () => {
  const { dynamo } = await openTable()
  const before = await getSecrets(dynamo, 'table')
  const results = await Promise.allSettled([addSigningKey(dynamo, 'table'), addSigningKey(dynamo, 'table')])
  const added = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(added.length).toBeGreaterThan(0)
  const { signingKeys, addressPepper } = await getSecrets(dynamo, 'table')
  expect(addressPepper).toBe(before.addressPepper)
  expect(signingKeys.map(({ id }) => id)).toEqual([...added.toSorted().reverse(), '1'])
  expect(signingKeys.at(-1)).toEqual(before.signingKeys[0])
})

test('keys of hashes that are added concurrently are never lost without an error', async () => {
  const { dynamo } = await openTable()
  await getSecrets(dynamo, 'table')
  const keys = ['a', 'b', 'c'].map((digit) => digit.repeat(64))
  const results = await Promise.allSettled(keys.map((key) => addHashKeys(dynamo, 'table', [key])))
  const added = keys.filter((_key, n) => results[n]?.status === 'fulfilled')
  expect(added.length).toBeGreaterThan(0)
  expect((await getSecrets(dynamo, 'table')).formerPeppers).toEqual(expect.arrayContaining(added))
})
