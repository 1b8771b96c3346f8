import { expect, test } from 'vitest'
import { softBounceStore } from '../../../aws/feedback/soft-bounce-store.ts'
import { openTable } from '../open-table.ts'

const now = new Date('2026-11-21T06:00:00.000Z')

test('bounces are counted per issue, and a delivery resets the count', async () => {
  const { dynamo } = await openTable()
  const softBounces = softBounceStore(dynamo, 'table')
  expect(await softBounces.add('hash', 'daily-1', now)).toBe(1)
  expect(await softBounces.add('hash', 'daily-1', now)).toBe(1)
  expect(await softBounces.add('hash', 'daily-2', now)).toBe(2)
  await softBounces.clear('hash')
  await softBounces.clear('hash')
  expect(await softBounces.add('hash', 'daily-3', now)).toBe(1)
})
