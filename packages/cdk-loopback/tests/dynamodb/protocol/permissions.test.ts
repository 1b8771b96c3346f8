import { BatchGetCommand, BatchWriteCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { define, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
const permission = (action: string, ...keys: string[]) => ({
  action: `dynamodb:${action}`,
  resource: arn,
  context: { 'dynamodb:LeadingKeys': keys },
})

test('a call is described by its table, key and permissions', async () => {
  const { calls, put, get, update, remove, query, scan } = await startWithTable({
    AttributeDefinitions: define('pk:S', 'sk:S', 'color:S'),
    GlobalSecondaryIndexes: [
      { IndexName: 'by-color', KeySchema: keySchema('color'), Projection: { ProjectionType: 'ALL' } },
    ],
  })
  const key = { pk: 'a', sk: '1' }
  await put(key)
  await get(key)
  await update(key, 'REMOVE x')
  await remove(key)
  await query({ KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'a' } })
  for (const operation of ['PutItem', 'GetItem', 'UpdateItem', 'DeleteItem', 'Query'])
    expect(calls).toContainEqual({ operation, resource: 'things', key: 'a', permissions: [permission(operation, 'a')] })
  await query({
    IndexName: 'by-color',
    KeyConditionExpression: 'color = :c',
    ExpressionAttributeValues: { ':c': 'red' },
  })
  expect(calls.at(-1)?.permissions).toEqual([{ ...permission('Query', 'red'), resource: `${arn}/index/by-color` }])
  await scan({ IndexName: 'by-color' })
  expect(calls.at(-1)).toEqual({
    operation: 'Scan',
    resource: 'things',
    permissions: [{ action: 'dynamodb:Scan', resource: `${arn}/index/by-color` }],
  })
})

test('a batch needs one permission per table, a transaction one per member', async () => {
  const { calls, dynamo } = await startWithTable()
  const [a, b] = [
    { pk: 'a', sk: '1' },
    { pk: 'b', sk: '1' },
  ]
  await dynamo.send(new BatchGetCommand({ RequestItems: { things: { Keys: [a, { ...a, sk: '2' }, b] } } }))
  expect(calls.at(-1)?.permissions).toEqual([permission('BatchGetItem', 'a', 'b')])
  const writes = [{ PutRequest: { Item: a } }, { DeleteRequest: { Key: b } }]
  await dynamo.send(new BatchWriteCommand({ RequestItems: { things: writes } }))
  expect(calls.at(-1)?.permissions).toEqual([permission('BatchWriteItem', 'a', 'b')])
  const TransactItems = [
    { ConditionCheck: { TableName, Key: a, ConditionExpression: 'attribute_exists(pk)' } },
    { Put: { TableName, Item: b } },
    { Update: { TableName, Key: { ...b, sk: '2' }, UpdateExpression: 'REMOVE x' } },
    { Delete: { TableName, Key: { ...b, sk: '3' } } },
  ]
  await dynamo.send(new TransactWriteCommand({ TransactItems }))
  expect(calls.at(-1)).toMatchObject({ operation: 'TransactWriteItems', resource: 'things', key: 'a' })
  expect(calls.at(-1)?.permissions).toEqual([
    permission('ConditionCheckItem', 'a'),
    permission('PutItem', 'b'),
    permission('UpdateItem', 'b'),
    permission('DeleteItem', 'b'),
  ])
  await dynamo.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: a } }] }))
  expect(calls.at(-1)?.permissions).toEqual([permission('GetItem', 'a')])
})
