import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('a get of a missing item returns undefined', async () => {
  const { get, remove } = await startWithTable()
  expect(await get(key)).toBeUndefined()
  expect(await remove(key, { ReturnValues: 'ALL_OLD' })).not.toHaveProperty('Attributes')
})
