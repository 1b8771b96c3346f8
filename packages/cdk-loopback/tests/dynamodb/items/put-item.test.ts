import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('a put replaces the whole item, and returns the old one on request', async () => {
  const { put, get } = await startWithTable()
  expect(await put({ ...key, old: true })).not.toHaveProperty('Attributes')
  const { Attributes } = await put({ ...key, new: true }, { ReturnValues: 'ALL_OLD' })
  expect(Attributes).toEqual({ ...key, old: true })
  expect(await get(key)).toEqual({ ...key, new: true })
})
