import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

test('a body with wrong types is refused', async () => {
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

async function post(url: string, operation: string, body: string) {
  const credential = 'Credential=operator/20260101/us-east-1/dynamodb/aws4_request'
  const headers = { authorization: `AWS4-HMAC-SHA256 ${credential}`, 'x-amz-target': `DynamoDB_20120810.${operation}` }
  const response = await fetch(url, { method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}
