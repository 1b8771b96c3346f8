import { CreateTableCommand, DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { invalid, startWithTable, thingsTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

test('deleting a table deletes its items', async () => {
  const { raw, put, get } = await startWithTable()
  await put({ pk: 'a', sk: '1' })
  const { TableDescription } = await raw.send(new DeleteTableCommand({ TableName }))
  expect(TableDescription?.TableStatus).toBe('DELETING')
  const notFound = { name: 'ResourceNotFoundException', message: 'Requested resource not found' }
  await expect(get({ pk: 'a', sk: '1' })).rejects.toMatchObject(notFound)
  await expect(raw.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(notFound)
  await raw.send(new CreateTableCommand(thingsTable))
  expect(await get({ pk: 'a', sk: '1' })).toBeUndefined()
})

test('a protected table cannot be deleted until its protection is switched off', async () => {
  const { raw } = await startWithTable({ DeletionProtectionEnabled: true })
  await expect(raw.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(
    invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    ),
  )
  await raw.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }))
  await raw.send(new DeleteTableCommand({ TableName }))
})
