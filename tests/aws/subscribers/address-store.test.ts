import { expect, test } from 'vitest'
import { suppressionStore } from '../../../aws/feedback/suppression-store.ts'
import { addressStore } from '../../../aws/subscribers/address-store.ts'
import { subscriberStore } from '../../../aws/subscribers/subscriber-store.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { openTable } from '../open-table.ts'

const numbered = (n: number) =>
  sampleSubscriber({ id: String(n).padStart(24, '0'), address: `reader-${n}@example.org` })
const added = (count: number) => Array.from({ length: count }, (_, n) => ({ subscriber: numbered(n), hash: `h${n}` }))

test('the maximum number of addresses is added and looked up in one request, each with all that is stored', async () => {
  const { dynamo } = await openTable()
  const store = addressStore(dynamo, 'table')
  expect(await store.addAll(added(33))).toBe('saved')
  await suppressionStore(dynamo, 'table').add('h3', { reason: 'bounce', at: '2026-11-21T06:00:00.000Z' })
  await store.addDeparture('nobody', { reason: 'unsubscribed' })
  const hashes = [...added(32).map(({ hash }) => hash), 'nobody']
  const results = await store.lookUp(hashes)
  expect(results.map(({ subscriber }) => subscriber?.address)).toEqual([
    ...added(32).map(({ subscriber }) => subscriber.address),
    undefined,
  ])
  expect(results[3]?.suppression?.reason).toBe('bounce')
  expect(results[32]?.departure).toEqual({ reason: 'unsubscribed' })
})

test('no address is added if one of them is taken', async () => {
  const { dynamo } = await openTable()
  const store = addressStore(dynamo, 'table')
  await subscriberStore(dynamo, 'table').save(undefined, sampleSubscriber(), 'h4')
  expect(await store.addAll(added(6))).toBe('superseded')
  const results = await store.lookUp(added(6).map(({ hash }) => hash))
  expect(results.filter(({ subscriber }) => subscriber).map(({ subscriber }) => subscriber?.id)).toEqual([
    sampleSubscriber().id,
  ])
})

test.each([
  [['erased', 'unsubscribed'], 'erased'],
  [['unsubscribed', 'erased', 'moved'], 'erased'],
  [['moved', 'unsubscribed'], 'unsubscribed'],
  [['moved', 'moved'], 'moved'],
] as const)(
  'of the departures %j, the one that means most is kept, and the first of the same kind',
  async (reasons, kept) => {
    const { dynamo } = await openTable()
    const store = addressStore(dynamo, 'table')
    for (const [index, reason] of reasons.entries()) await store.addDeparture('hash', { reason, at: String(index) })
    const at = String(reasons.indexOf(kept as never))
    expect(await store.lookUp(['hash'])).toMatchObject([{ departure: { reason: kept, at } }])
  },
)
