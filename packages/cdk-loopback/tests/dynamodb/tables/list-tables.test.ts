import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { startDynamo, thingsTable } from '../dynamodb-fixture.ts'

test('tables are listed by name, page by page', async () => {
  const { raw } = await startDynamo()
  for (const name of ['bbb', 'ccc', 'aaa']) await raw.send(new CreateTableCommand({ ...thingsTable, TableName: name }))
  const first = await raw.send(new ListTablesCommand({ Limit: 2 }))
  expect(first).toMatchObject({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' })
  const rest = await raw.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }))
  expect(rest.TableNames).toEqual(['ccc'])
  expect(rest).not.toHaveProperty('LastEvaluatedTableName')
})
