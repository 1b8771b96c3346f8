import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { moveStore } from '../../../aws/subscribers/move-store.ts'
import { openTable } from '../open-table.ts'

test('the last new address replaces the one before, and expires a day after it was entered', async () => {
  const { dynamo } = await openTable()
  const moves = moveStore(dynamo, 'table')
  await moves.put('a1', 'first@example.org', new Date('2026-11-20T06:00:00Z'))
  await moves.put('a1', 'second@example.org', new Date('2026-11-21T06:00:00Z'))
  expect([await moves.get('a1'), await moves.get('a2')]).toEqual(['second@example.org', undefined])
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'table' }))
  expect(Items.map(({ expiresAt }) => expiresAt)).toEqual([Date.parse('2026-11-22T06:00:00Z') / 1000])
})
