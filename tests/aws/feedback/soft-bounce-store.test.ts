import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { softBounceStore } from '../../../aws/feedback/soft-bounce-store.ts'
import { softBounceKey } from '../../../core/keys.ts'
import { openTable } from '../open-table.ts'

const now = new Date('2026-11-21T06:00:00.000Z')
const row = { issues: ['daily-1'] }

test('a row is replaced and removed only if it has not changed since it was read', async () => {
  const { dynamo } = await openTable()
  const softBounces = softBounceStore(dynamo, 'table')
  expect(await softBounces.save('hash', undefined, row, now)).toBe('saved')
  expect(await softBounces.save('hash', undefined, row, now)).toBe('superseded')
  const first = await softBounces.get('hash')
  expect(first?.row).toEqual(row)
  const next = { issues: ['daily-1', 'daily-2'] }
  expect(await softBounces.save('hash', first, next, now)).toBe('saved')
  expect(await softBounces.save('hash', first, undefined, now)).toBe('superseded')
  expect(await softBounces.save('hash', await softBounces.get('hash'), undefined, now)).toBe('saved')
  expect(await softBounces.get('hash')).toBeUndefined()
})

test('a row of a former version is read and replaced', async () => {
  const { dynamo } = await openTable()
  await dynamo.send(
    new UpdateCommand({
      ...{ TableName: 'table', Key: softBounceKey('hash'), UpdateExpression: 'ADD issues :issue' },
      ExpressionAttributeValues: { ':issue': new Set(['daily-1']) },
    }),
  )
  const softBounces = softBounceStore(dynamo, 'table')
  const before = await softBounces.get('hash')
  expect(before?.row).toEqual(row)
  expect(await softBounces.save('hash', before, { issues: ['daily-1', 'daily-2'] }, now)).toBe('saved')
  expect((await softBounces.get('hash'))?.row.issues).toHaveLength(2)
})
