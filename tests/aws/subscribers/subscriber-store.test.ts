import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { unsubscriptionStore } from '../../../aws/deliveries/unsubscription-store.ts'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import { readRemovedDigests } from '../../../aws/monitoring/removed-digests.ts'
import { addressStore } from '../../../aws/subscribers/address-store.ts'
import { moveStore } from '../../../aws/subscribers/move-store.ts'
import { subscriberStore } from '../../../aws/subscribers/subscriber-store.ts'
import { defaultDigests } from '../../../core/digest-settings.ts'
import { pendingKey } from '../../../core/keys.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { openTable } from '../open-table.ts'

const at = '2026-11-21T06:00:00.000Z'
function reader(id: string, changes: Partial<Subscriber> = {}): Subscriber {
  return {
    ...{ id, address: `${id}@example.org`, state: 'confirmed', digest: 'daily', topics: [], language: 'en' },
    ...{ timeZone: 'UTC', consent: { source: 'test', at }, createdAt: at, confirmedAt: at },
    ...{ unsubscribedAt: undefined, pausedUntil: undefined, revision: 1 },
    ...changes,
  }
}

async function open() {
  const { dynamo } = await openTable()
  return subscriberStore(dynamo, 'table')
}

test('an address belongs to one subscriber, and the second one is superseded', async () => {
  const store = await open()
  const results = await Promise.all(['a1', 'a2'].map((id) => store.save(undefined, reader(id), 'hash')))
  expect(results.toSorted()).toEqual(['saved', 'superseded'])
  expect(['a1', 'a2']).toContain((await store.find('hash'))?.id)
})

test('a new subscriber replaces none with the same id, and a move releases no address of another', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  for (const id of ['a1', 'a2']) await store.save(undefined, reader(id), id)
  expect(await store.save(undefined, reader('a1'), 'another')).toBe('superseded')
  expect(await addressStore(dynamo, 'table').addAll([{ subscriber: reader('a1'), hash: 'another' }])).toBe('superseded')
  const moved = { ...reader('a1'), address: 'new@example.org', revision: 2 }
  expect(await store.move(reader('a1'), moved, { before: 'a2', after: 'new' }, undefined, at)).toBe('superseded')
  expect([await store.find('a1'), await store.find('a2')]).toEqual([reader('a1'), reader('a2')])
})

test('a change from an older revision is not stored', async () => {
  const store = await open()
  const before = reader('a1')
  await store.save(undefined, before, 'hash')
  const after = { ...before, revision: 2, topics: ['asia'] }
  expect(await store.save(before, after, 'hash')).toBe('saved')
  expect(await store.save(before, { ...before, revision: 2 }, 'hash')).toBe('superseded')
  expect(await store.erase(before, 'hash', { reason: 'erased' })).toBe('superseded')
  expect((await store.get('a1'))?.topics).toEqual(['asia'])
})

test('a departure and the count of its issue are one change', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  const counts = unsubscriptionStore(dynamo, 'table')
  const readers = ['a1', 'a2', 'a3'].map((id) => reader(id))
  await Promise.all(readers.map((each) => store.save(undefined, each, each.id)))
  const counting = counts.plan({ issueId: 'the-week-7', by: 1 })
  const leave = (before: Subscriber, item = counting) => {
    const after = { ...before, state: 'unsubscribed', unsubscribedThrough: 'the-week-7', revision: 2 } as const
    return store.save(before, after, before.id, undefined, item)
  }
  const results = await Promise.all(readers.flatMap((each) => [leave(each), leave(each)]))
  expect(results.toSorted()).toEqual([...Array(3).fill('saved'), ...Array(3).fill('superseded')])
  expect(await counts.get('the-week', 7)).toBe(3)
  const left = { ...readers[0], unsubscribedThrough: 'the-week-7', revision: 2 } as Subscriber // one of three
  expect(await store.erase(left, 'a1', { reason: 'erased' }, counts.plan({ issueId: 'the-week-7', by: -1 }))).toBe(
    'saved',
  )
  expect(await counts.list('the-week')).toEqual(new Map([[7, 2]]))
  expect(await counts.list('the')).toEqual(new Map())
})

test('a counter that cannot be written keeps nobody from leaving, and nothing is taken back later', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  const counts = unsubscriptionStore(dynamo, 'table')
  const [before, erased] = [reader('a1'), reader('a2')]
  for (const each of [before, erased]) await store.save(undefined, each, each.id)
  const planned = counts.plan({ issueId: 'daily-7', by: 1 })
  const busy = planned && { Update: { ...planned.Update, ConditionExpression: 'attribute_exists(pk)' } }
  const after = { ...before, state: 'unsubscribed', unsubscribedThrough: 'daily-7', revision: 2 } as const
  expect(await store.save(before, after, 'a1', undefined, busy)).toBe('saved')
  expect(await store.get('a1')).toMatchObject({ state: 'unsubscribed', revision: 2 })
  expect((await store.get('a1'))?.unsubscribedThrough).toBeUndefined()
  expect(await store.erase(erased, 'a2', { reason: 'erased' }, busy)).toBe('saved')
  expect([await store.get('a2'), await counts.get('daily', 7)]).toEqual([undefined, 0])
})

test('recipients are the confirmed subscribers of a digest, shard by shard and page by page', async () => {
  const store = await open()
  const listed = ['a1', 'a2', 'a3', 'a4']
  const others = [
    reader('b1'),
    reader('a5', { digest: 'weekly' }),
    reader('a6', { state: 'pending' }),
    reader('a7', { state: 'unsubscribed' }),
  ]
  await Promise.all([...listed.map((id) => reader(id)), ...others].map((each) => store.save(undefined, each, each.id)))
  const first = await store.listRecipients('daily', 'a', undefined, 3)
  const second = await store.listRecipients('daily', 'a', first.cursor, 3)
  expect([...first.subscribers, ...second.subscribers].map(({ id }) => id)).toEqual(listed)
  expect([first.cursor, second.cursor]).toEqual(['a3', undefined])
})

test('an unsubscribed or erased subscriber is no longer a recipient', async () => {
  const store = await open()
  const [unsubscribing, erased] = [reader('a1'), reader('a2')]
  await Promise.all([unsubscribing, erased].map((each) => store.save(undefined, each, each.id)))
  await store.save(unsubscribing, { ...unsubscribing, state: 'unsubscribed', revision: 2 }, 'a1')
  await store.erase(erased, 'a2', { reason: 'erased' })
  expect(await store.listRecipients('daily', 'a', undefined, 9)).toEqual({ subscribers: [], cursor: undefined })
  expect(await store.find('a2')).toBeUndefined()
  expect((await Array.fromAsync(store.list())).map(({ id }) => id)).toEqual(['a1'])
})

test('a move assigns the new address, releases the old one, and deletes the subscriber who had the new one', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  const [mover, occupant] = [reader('a1'), reader('a2')]
  await store.save(undefined, mover, 'old')
  await store.save(undefined, occupant, 'new')
  const after = { ...mover, address: 'new@example.org', revision: 2 }
  const hashes = { before: 'old', after: 'new' }
  expect(await store.move(mover, after, hashes, undefined, at)).toBe('superseded')
  expect(await store.move(mover, after, hashes, occupant, at)).toBe('saved')
  expect(await store.move(mover, after, hashes, occupant, at)).toBe('superseded')
  expect([await store.find('old'), (await store.find('new'))?.id, await store.get('a2')]).toEqual([
    ...[undefined, 'a1', undefined],
  ])
  expect(await addressStore(dynamo, 'table').lookUp(['old'])).toMatchObject([{ departure: { reason: 'moved', at } }])
  expect(await store.save(undefined, reader('a3'), 'old')).toBe('saved')
})

test('a move deletes no subscriber who changed since they were read', async () => {
  const store = await open()
  const [mover, occupant] = [reader('a1'), reader('a2')]
  await store.save(undefined, mover, 'old')
  await store.save(undefined, occupant, 'new')
  const changed = { ...occupant, topics: ['asia'], revision: 2 }
  await store.save(occupant, changed, 'new')
  const after = { ...mover, address: 'new@example.org', revision: 2 }
  expect(await store.move(mover, after, { before: 'old', after: 'new' }, occupant, at)).toBe('superseded')
  expect([await store.find('old'), await store.find('new')]).toEqual([mover, changed])
  expect(await store.move(mover, after, { before: 'old', after: 'new' }, changed, at)).toBe('saved')
})

test('erasing deletes everything but the hash of the address', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  const moves = moveStore(dynamo, 'table')
  await store.save(undefined, reader('a1'), 'hash')
  await moves.put('a1', 'new@example.org', new Date(at))
  expect(await moves.get('a1')).toBe('new@example.org')
  expect(await store.erase(reader('a1'), 'hash', { reason: 'erased', at })).toBe('saved')
  expect(await store.erase(reader('a1'), 'hash', { reason: 'erased', at })).toBe('superseded')
  const { Items } = await dynamo.send(new ScanCommand({ TableName: 'table' }))
  expect(Items).toEqual([{ pk: 'departure#hash', sk: 'departure', departure: { reason: 'erased', at } }])
})

test('the readers of removed digests are counted', async () => {
  const { dynamo } = await openTable()
  const [subscribers, issues] = [subscriberStore(dynamo, 'table'), issueStore(dynamo, 'table')]
  const digests = (...names: string[]) => ({
    digests: Object.fromEntries(names.map((name) => [name, defaultDigests.daily])),
  })
  await issues.recordDigests(digests('daily', 'the-week', 'press'))
  const readers = [
    ...['a1', 'a2', 'b1'].map((id) => reader(id, { digest: 'the-week' })),
    reader('c1', { digest: 'the-week', state: 'pending' }),
    reader('c2', { digest: 'press', state: 'unsubscribed' }),
    reader('c3', { digest: 'weekly' }),
    reader('c4'),
  ]
  await Promise.all(readers.map((each) => subscribers.save(undefined, each, each.id)))
  const Item = { ...pendingKey('the-week', 'x'), articleId: 'a' }
  await dynamo.send(new PutCommand({ TableName: 'table', Item }))
  expect(await readRemovedDigests({ issues, subscribers }, digests('daily'))).toEqual([
    { digest: 'the-week', readers: 3, more: false, waiting: 1 },
    { digest: 'weekly', readers: 1, more: false, waiting: 0 },
  ])
  expect(await readRemovedDigests({ issues, subscribers }, digests('daily', 'the-week', 'weekly'))).toEqual([])
})

test('both rows of an unconfirmed subscriber expire, and confirming removes the expiry', async () => {
  const { dynamo } = await openTable()
  const store = subscriberStore(dynamo, 'table')
  const rows = async () => (await dynamo.send(new ScanCommand({ TableName: 'table' }))).Items ?? []
  const before = reader('a1', { state: 'pending', confirmedAt: undefined, expiresAt: '2999-01-01T00:00:00.000Z' })
  await store.save(undefined, before, 'hash')
  expect((await rows()).map(({ expiresAt }) => expiresAt)).toEqual([32_472_144_000, 32_472_144_000])
  await store.save(before, { ...before, state: 'confirmed', expiresAt: undefined, revision: 2 }, 'hash')
  expect((await rows()).filter((row) => 'expiresAt' in row)).toEqual([])
})

test('an expired subscriber counts as deleted, whichever of the two rows is deleted first', async () => {
  for (const deleted of [[], ['subscriber#a1'], ['address#hash']]) {
    const { dynamo } = await openTable()
    const store = subscriberStore(dynamo, 'table')
    const addresses = addressStore(dynamo, 'table')
    await store.save(undefined, reader('a1', { state: 'pending', expiresAt: at }), 'hash')
    for (const pk of deleted) {
      await dynamo.send(new DeleteCommand({ TableName: 'table', Key: { pk, sk: pk.split('#')[0] } }))
    }
    expect([await store.get('a1'), await store.find('hash'), await store.getMany(['a1'])]).toEqual([
      undefined,
      undefined,
      [],
    ])
    expect(await Array.fromAsync(store.list())).toEqual([])
    expect((await addresses.lookUp(['hash']))[0]?.subscriber).toBeUndefined()
    expect(await addresses.addAll([{ subscriber: reader('b2', { expiresAt: at }), hash: 'hash' }])).toBe('saved')
    expect(await store.save(undefined, reader('c3'), 'hash')).toBe('saved')
    expect((await store.find('hash'))?.id).toBe('c3')
    expect(await store.save(undefined, reader('d4'), 'hash')).toBe('superseded')
  }
})
