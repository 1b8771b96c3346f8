import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const item = { pk: 'a', sk: '1' }

test('an expression of more than 4096 bytes is refused', async () => {
  const { put } = await startWithTable()
  const putWith = (size: number) => put(item, { ConditionExpression: 'attribute_not_exists(x)'.padEnd(size) })
  await putWith(4096)
  await expect(putWith(4097)).rejects.toMatchObject(
    invalid(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    ),
  )
})
