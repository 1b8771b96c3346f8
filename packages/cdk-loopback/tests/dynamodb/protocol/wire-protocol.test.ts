import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
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
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` }
  const response = await signedFetch(url, { service: 'dynamodb', method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}
