import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('a deletion removes the item, and returns it on request', async () => {
  const { put, get, remove } = await startWithTable()
  await put({ ...key, n: 1 })
  expect((await remove(key, { ReturnValues: 'ALL_OLD' })).Attributes).toEqual({ ...key, n: 1 })
  expect(await get(key)).toBeUndefined()
})
