import { ExecuteStatementCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, BatchWriteCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from './dynamodb-fixture.ts'

const TableName = 'things'

test('an operation that is not known is refused', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new ExecuteStatementCommand({ Statement: 'SELECT 1' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('a table that is not there is not found, whatever is asked of it', async () => {
  const { raw, dynamo } = await startWithTable()
  const notFound = { name: 'ResourceNotFoundException', message: 'Requested resource not found' }
  const Item = { pk: { S: 'a' }, sk: { S: '1' } }
  await expect(raw.send(new PutItemCommand({ TableName: 'nowhere', Item }))).rejects.toMatchObject(notFound)
  const RequestItems = { nowhere: { Keys: [{ pk: 'a', sk: '1' }] } }
  await expect(dynamo.send(new BatchGetCommand({ RequestItems }))).rejects.toMatchObject(notFound)
})

test('a parameter that is not known is named, at any depth', async () => {
  const { url } = await startWithTable()
  const send = (operation: string, body: unknown) => post(url, operation, JSON.stringify(body))
  expect(await send('GetItem', { TableName, Key: { pk: { S: 'a' } }, Consistent: true })).toMatchObject({
    status: 400,
    body: {
      __type: expect.stringMatching(/#ValidationException$/),
      message: "The parameter 'Consistent' is not supported",
    },
  })
  const member = { Put: { TableName, Item: {}, ReturnValues: 'ALL_OLD' } }
  expect(await send('TransactWriteItems', { TransactItems: [member] })).toMatchObject({
    body: { message: "The parameter 'ReturnValues' is not supported" },
  })
})

test('legacy parameters are refused with what to use', async () => {
  const { raw } = await startWithTable()
  const Key = { pk: { S: 'a' }, sk: { S: '1' } }
  await expect(raw.send(new PutItemCommand({ TableName, Item: Key, Expected: {} }))).rejects.toMatchObject(
    invalid("The legacy parameter 'Expected' is not supported: use ConditionExpression"),
  )
  await expect(raw.send(new UpdateItemCommand({ TableName, Key, AttributeUpdates: {} }))).rejects.toMatchObject(
    invalid("The legacy parameter 'AttributeUpdates' is not supported: use UpdateExpression"),
  )
  await expect(raw.send(new QueryCommand({ TableName, KeyConditions: {}, QueryFilter: {} }))).rejects.toMatchObject(
    invalid(
      "The legacy parameter 'KeyConditions' is not supported: use KeyConditionExpression; The legacy parameter 'QueryFilter' is not supported: use FilterExpression",
    ),
  )
})

test('a body of other types than the API has is no request', async () => {
  const { url } = await startWithTable()
  const refused = { status: 400, body: { __type: expect.stringMatching(/#SerializationException$/) } }
  expect(await post(url, 'GetItem', '{"TableName": ')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '[]')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '{"TableName": 7, "Key": {}}')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '{"TableName": "things", "Key": []}')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '{"TableName": "things", "Key": {"pk": "a"}}')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '{"TableName": "things", "Key": {"pk": {"S": 1}}}')).toMatchObject(refused)
  expect(await post(url, 'GetItem', '{"TableName": "things", "Key": {"pk": {"B": "?"}}}')).toMatchObject(refused)
})

test('what is missing or out of range is listed', async () => {
  const { url } = await startWithTable()
  expect(await post(url, 'PutItem', '{"ReturnValues": "ALL"}')).toMatchObject({
    body: {
      message:
        "3 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null; Value 'ALL' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [NONE, ALL_OLD]",
    },
  })
})

async function post(url: string, operation: string, body: string) {
  const credential = 'Credential=operator/20260101/us-east-1/dynamodb/aws4_request'
  const headers = { authorization: `AWS4-HMAC-SHA256 ${credential}`, 'x-amz-target': `DynamoDB_20120810.${operation}` }
  const response = await fetch(url, { method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}

const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
const permission = (action: string, ...keys: string[]) => ({
  action: `dynamodb:${action}`,
  resource: arn,
  context: { 'dynamodb:LeadingKeys': keys },
})

test('a call says what it touches and which rights it takes', async () => {
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

test('a batch takes one right per table, a transaction one per member', async () => {
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
