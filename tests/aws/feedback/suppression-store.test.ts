import { expect, test } from 'vitest'
import { suppressionStore } from '../../../aws/feedback/suppression-store.ts'
import type { Suppression } from '../../../core/subscribers/subscriber.ts'
import { openTable } from '../open-table.ts'

const bounce: Suppression = { reason: 'bounce', at: '2026-11-21T06:00:02.000Z' }
const laterBounce: Suppression = { reason: 'bounce', at: '2026-11-21T06:00:09.000Z' }
const operator: Suppression = { reason: 'operator', at: '2026-11-21T06:00:05.000Z' }
const complaint: Suppression = { reason: 'complaint', at: '2026-11-21T06:00:07.000Z' }

test.each([
  [[bounce, laterBounce], bounce],
  [[laterBounce, bounce], bounce],
  [[bounce, operator], operator],
  [[operator, bounce], operator],
  [[complaint, operator, bounce], complaint],
  [[bounce, operator, complaint, bounce], complaint],
])(
  'the suppressions %j result in the most severe one, or the earliest of equally severe ones',
  async (suppressions, expected) => {
    const { dynamo } = await openTable()
    const store = suppressionStore(dynamo, 'table')
    for (const suppression of suppressions) await store.add('hash', suppression)
    expect(await store.get('hash')).toEqual(expected)
  },
)

test('a removed suppression is gone', async () => {
  const { dynamo } = await openTable()
  const store = suppressionStore(dynamo, 'table')
  await store.add('hash', complaint)
  await store.remove('hash')
  expect(await store.get('hash')).toBeUndefined()
})
