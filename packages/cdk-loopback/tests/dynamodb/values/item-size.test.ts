import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('an item of more than 400 KB, including its names, is refused', async () => {
  const { put, update } = await startWithTable()
  const overhead = 'pk'.length + 'a'.length + 'sk'.length + '1'.length + 'd'.length
  await put({ ...key, d: 'x'.repeat(400 * 1024 - overhead) })
  await expect(put({ ...key, d: 'x'.repeat(400 * 1024 - overhead + 1) })).rejects.toMatchObject(
    invalid('Item size has exceeded the maximum allowed size'),
  )
  await expect(update(key, 'SET e = :e', { ExpressionAttributeValues: { ':e': 'x' } })).rejects.toMatchObject(
    invalid('Item size to update has exceeded the maximum allowed size'),
  )
})
