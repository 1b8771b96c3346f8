import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'
const key = { pk: 'counter', sk: '1' }
const one = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }

test('200 concurrent increments add 200', async () => {
  const { update, get } = await startWithTable()
  const additions = Array.from({ length: 200 }, () => update(key, 'ADD n :one', one))
  await Promise.all(additions)
  expect(await get(key)).toEqual({ ...key, n: 200 })
})

test('50 concurrent transactions on the same items all take effect', async () => {
  const { transact, get } = await startWithTable()
  const second = { pk: 'counter', sk: '2' }
  const transactions = Array.from({ length: 50 }, () =>
    transact([{ Update: { TableName, Key: key, ...one } }, { Update: { TableName, Key: second, ...one } }]),
  )
  await Promise.all(transactions)
  expect([(await get(key))?.n, (await get(second))?.n]).toEqual([50, 50])
})

test('exactly one of many concurrent claims succeeds', async () => {
  const { put } = await startWithTable()
  const claims = Array.from({ length: 50 }, (_, owner) =>
    put({ ...key, owner }, { ConditionExpression: 'attribute_not_exists(pk)' }),
  )
  const results = await Promise.allSettled(claims)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
