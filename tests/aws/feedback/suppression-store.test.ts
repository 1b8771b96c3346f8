import { expect, test } from 'vitest'
import { softBounceStore } from '../../../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../../../aws/feedback/suppression-store.ts'
import type { Suppression } from '../../../core/subscribers/subscriber.ts'
import { openTable } from '../open-table.ts'

const bounce: Suppression = { reason: 'bounce', at: '2026-11-21T06:00:02.000Z' }
const laterBounce: Suppression = { reason: 'bounce', at: '2026-11-21T06:00:09.000Z' }
const operator: Suppression = { reason: 'operator', at: '2026-11-21T06:00:05.000Z' }
const blockedAfterBounce: Suppression = { ...operator, bounce: { at: bounce.at } }
const complaint: Suppression = { reason: 'complaint', at: '2026-11-21T06:00:07.000Z' }

test.each([
  [[bounce, laterBounce], bounce],
  [[laterBounce, bounce], bounce],
  [[bounce, operator], blockedAfterBounce],
  [[operator, bounce], blockedAfterBounce],
  [[complaint, operator, bounce], complaint],
  [[bounce, operator, complaint, bounce], complaint],
])(
  'the suppressions %j result in the most severe one, or the earliest of equally severe ones; a bounce stays below a block',
  async (suppressions, expected) => {
    const { dynamo } = await openTable()
    const store = suppressionStore(dynamo, 'table')
    for (const suppression of suppressions) await store.add('hash', suppression)
    expect(await store.get('hash')).toEqual(expected)
  },
)

test('a suppression is removed with the soft bounces before it, unless it has changed since it was read', async () => {
  const { dynamo } = await openTable()
  const store = suppressionStore(dynamo, 'table')
  const softBounces = softBounceStore(dynamo, 'table')
  await softBounces.save('hash', undefined, { issues: ['daily-1'] }, new Date(bounce.at))
  await store.add('hash', bounce)
  expect(await store.remove('hash', complaint)).toBe('superseded')
  expect(await store.replace('hash', undefined, complaint)).toBe('superseded')
  expect([await store.get('hash'), await softBounces.get('hash')]).toMatchObject([
    bounce,
    { row: { issues: ['daily-1'] } },
  ])
  expect(await store.remove('hash', bounce)).toBe('saved')
  expect([await store.get('hash'), await softBounces.get('hash')]).toEqual([undefined, undefined])
  expect(await store.remove('hash', undefined)).toBe('saved')
})

test('when a suppression was lifted is remembered, and a writer that read the soft bounces before starts again', async () => {
  const { dynamo } = await openTable()
  const store = suppressionStore(dynamo, 'table')
  const softBounces = softBounceStore(dynamo, 'table')
  const liftedAt = new Date(bounce.at)
  await softBounces.save('hash', undefined, { issues: ['daily-1'] }, liftedAt)
  const before = await softBounces.get('hash')
  await store.add('hash', bounce)
  expect(await store.remove('hash', bounce, liftedAt)).toBe('saved')
  expect((await softBounces.get('hash'))?.row).toEqual({ issues: [], liftedAt: liftedAt.toISOString() })
  expect(await softBounces.save('hash', before, { issues: ['daily-1', 'daily-2'] }, liftedAt)).toBe('superseded')
})
