import { ExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { startWithTable } from './dynamodb-fixture.ts'

test('an unknown operation is refused', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new ExecuteStatementCommand({ Statement: 'SELECT 1' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('a missing table is not found by any operation', async () => {
  const { raw, dynamo } = await startWithTable()
  const notFound = { name: 'ResourceNotFoundException', message: 'Requested resource not found' }
  const Item = { pk: { S: 'a' }, sk: { S: '1' } }
  await expect(raw.send(new PutItemCommand({ TableName: 'nowhere', Item }))).rejects.toMatchObject(notFound)
  const RequestItems = { nowhere: { Keys: [{ pk: 'a', sk: '1' }] } }
  await expect(dynamo.send(new BatchGetCommand({ RequestItems }))).rejects.toMatchObject(notFound)
})
