import { UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'
const everything = { ProjectionType: 'ALL' } as const

test('a new global index includes existing items, and can be removed', async () => {
  const { raw, put, query } = await startWithTable()
  await put({ pk: 'a', sk: '1', extra: 'x' })
  await put({ pk: 'b', sk: '1', extra: 7 })
  const Create = { IndexName: 'by-extra', KeySchema: keySchema('extra'), Projection: everything }
  const change = { AttributeDefinitions: define('extra:S'), GlobalSecondaryIndexUpdates: [{ Create }] }
  await raw.send(new UpdateTableCommand({ TableName, ...change }))
  const find = { IndexName: 'by-extra', KeyConditionExpression: 'extra = :x', ExpressionAttributeValues: { ':x': 'x' } }
  expect((await query(find)).Items).toEqual([{ pk: 'a', sk: '1', extra: 'x' }])
  await expect(raw.send(new UpdateTableCommand({ TableName, ...change }))).rejects.toMatchObject(
    invalid('Attempting to create an index which already exists: by-extra'),
  )

  const Delete = { IndexName: 'by-extra' }
  await raw.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }))
  await expect(query(find)).rejects.toMatchObject(invalid('The table does not have the specified index: by-extra'))
  await expect(
    raw.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('other changes of a table are refused', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new UpdateTableCommand({ TableName, BillingMode: 'PROVISIONED' }))).rejects.toMatchObject(
    invalid("The parameter 'BillingMode' is not supported"),
  )
})
