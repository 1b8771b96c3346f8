import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const item = { pk: 'a', sk: '1' }

test('unused and malformed placeholders are refused', async () => {
  const { put } = await startWithTable()
  const ConditionExpression = 'attribute_exists(pk)'
  const values = { ConditionExpression, ExpressionAttributeValues: { ':a': 1, ':b': 2 } }
  await expect(put(item, values)).rejects.toMatchObject(
    invalid('Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}'),
  )
  const names = { ConditionExpression, ExpressionAttributeNames: { '#a': 'pk' } }
  await expect(put(item, names)).rejects.toMatchObject(
    invalid('Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}'),
  )
  await expect(put(item, { ConditionExpression, ExpressionAttributeValues: { a: 1 } })).rejects.toMatchObject(
    invalid('ExpressionAttributeValues contains invalid key: Syntax error; key: "a"'),
  )
  await expect(put(item, { ConditionExpression, ExpressionAttributeNames: {} })).rejects.toMatchObject(
    invalid('ExpressionAttributeNames must not be empty'),
  )
  await expect(put(item, { ExpressionAttributeNames: { '#a': 'pk' } })).rejects.toMatchObject(
    invalid('ExpressionAttributeNames can only be specified when using expressions'),
  )
})
