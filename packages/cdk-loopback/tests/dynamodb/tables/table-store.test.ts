import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { keySchema, startDynamo, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

test('tables and items survive a restart', async () => {
  const { folder, put, stop } = await startWithTable()
  await put({ pk: 'a', sk: '1', n: 1 })
  await stop()
  const { raw } = await startDynamo({ folder })
  const { Table } = await raw.send(new DescribeTableCommand({ TableName }))
  expect(Table).toMatchObject({ ItemCount: 1, KeySchema: keySchema('pk', 'sk') })
})
