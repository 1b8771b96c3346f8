import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('a deleted item is gone, and is answered if asked for', async () => {
  const { put, get, remove } = await startWithTable()
  await put({ ...key, n: 1 })
  expect((await remove(key, { ReturnValues: 'ALL_OLD' })).Attributes).toEqual({ ...key, n: 1 })
  expect(await get(key)).toBeUndefined()
})
