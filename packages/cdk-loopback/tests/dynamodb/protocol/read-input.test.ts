import { PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

test('an unknown parameter at any depth is refused by name', async () => {
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

test('legacy parameters are refused with their replacement', async () => {
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

test('the error lists all missing and out-of-range members', async () => {
  const { url } = await startWithTable()
  expect(await post(url, 'PutItem', '{"ReturnValues": "ALL"}')).toMatchObject({
    body: {
      message:
        "3 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null; Value 'ALL' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [NONE, ALL_OLD]",
    },
  })
})

async function post(url: string, operation: string, body: string) {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` }
  const response = await signedFetch(url, { service: 'dynamodb', method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}
