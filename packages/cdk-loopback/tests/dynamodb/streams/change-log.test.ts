import { DeleteTableCommand, UpdateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/dynamodb/database.ts'
import { openChangeLog, retention } from '../../../src/dynamodb/streams/change-log.ts'
import { openTableStore } from '../../../src/dynamodb/tables/table-store.ts'
import { startWithTable } from '../dynamodb-fixture.ts'
import { readAll, startWithStream, streamArn } from './stream-fixture.ts'

const both = 'NEW_AND_OLD_IMAGES'

test('each change of an item is recorded with its images', async () => {
  const { put, update, remove, records } = await startWithStream()
  await put({ pk: 'a', sk: '1', color: 'red' })
  await update({ pk: 'a', sk: '1' }, 'SET color = :c', { ExpressionAttributeValues: { ':c': 'blue' } })
  await remove({ pk: 'a', sk: '1' })
  const keys = { pk: { S: 'a' }, sk: { S: '1' } }
  const red = { ...keys, color: { S: 'red' } }
  const blue = { ...keys, color: { S: 'blue' } }
  expect(await records()).toMatchObject([
    { eventName: 'INSERT', dynamodb: { Keys: keys, NewImage: red, StreamViewType: both } },
    { eventName: 'MODIFY', dynamodb: { Keys: keys, OldImage: red, NewImage: blue } },
    { eventName: 'REMOVE', dynamodb: { Keys: keys, OldImage: blue } },
  ])
  const [insert, modify, removal] = await records()
  expect(insert?.dynamodb).not.toHaveProperty('OldImage')
  expect(removal?.dynamodb).not.toHaveProperty('NewImage')
  expect(insert).not.toHaveProperty('userIdentity')
  // The keys twice, as keys and within the image, and the attribute `color`.
  expect(insert?.dynamodb?.SizeBytes).toBe(6 + 6 + 8)
  const numbers = [insert, modify, removal].map((record) => BigInt(record?.dynamodb?.SequenceNumber ?? 0))
  expect(numbers).toEqual(numbers.toSorted((one, other) => Number(one - other)))
})

test('a write that changes nothing is not recorded', async () => {
  const { put, update, remove, transact, records } = await startWithStream()
  const key = { pk: 'a', sk: '1' }
  await put({ ...key, colors: new Set(['red', 'blue']), map: { x: 1, y: 2 } })
  await put({ map: { y: 2, x: 1 }, colors: new Set(['blue', 'red']), ...key })
  await update(key, 'SET colors = colors')
  await update(key, 'REMOVE color')
  await remove({ pk: 'a', sk: 'missing' })
  const check = { TableName: 'things', Key: key, ConditionExpression: 'attribute_exists(pk)' }
  await transact([{ ConditionCheck: check }])
  expect(await records()).toHaveLength(1)
})

test('failed writes are not recorded, and all writes of a transaction are', async () => {
  const { put, transact, dynamo, records } = await startWithStream()
  const item = (sk: string) => ({ TableName: 'things', Item: { pk: 'a', sk } })
  const mustExist = { ConditionExpression: 'attribute_exists(pk)' }
  await expect(put({ pk: 'a', sk: '1' }, mustExist)).rejects.toThrow()
  await expect(transact([{ Put: item('1') }, { Put: { ...item('2'), ...mustExist } }])).rejects.toThrow()
  expect(await records()).toEqual([])
  await transact([{ Put: item('1') }, { Put: item('2') }], 'token')
  await transact([{ Put: item('1') }, { Put: item('2') }], 'token')
  const requests = ['3', '4'].map((sk) => ({ PutRequest: { Item: item(sk).Item } }))
  await dynamo.send(new BatchWriteCommand({ RequestItems: { things: requests } }))
  const changed = (await records()).map(({ dynamodb }) => dynamodb?.Keys?.sk?.S)
  expect(changed).toEqual(['1', '2', '3', '4'])
})

test('a deletion by time to live names the service that made it', async () => {
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') }
  const { raw, put, service, records } = await startWithStream(both, { now: () => new Date(clock.time) })
  const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true }
  await raw.send(new UpdateTimeToLiveCommand({ TableName: 'things', TimeToLiveSpecification }))
  await put({ pk: 'a', sk: '1', expires: clock.time / 1000 + 10 })
  clock.time += 11_000
  expect(service.sweep()).toBe(1)
  expect(await records()).toMatchObject([
    { eventName: 'INSERT' },
    {
      eventName: 'REMOVE',
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
      dynamodb: { OldImage: { pk: { S: 'a' } } },
    },
  ])
})

test.each([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
  [both, ['NewImage', 'OldImage']],
] as const)('a stream of %s contains the images %j', async (viewType, images) => {
  const { put, records } = await startWithStream(viewType)
  await put({ pk: 'a', sk: '1', n: 1 })
  await put({ pk: 'a', sk: '1', n: 2 })
  const [, modify] = await records()
  const members = Object.keys(modify?.dynamodb ?? {}).filter((name) => name.endsWith('Image'))
  expect(members.toSorted()).toEqual(images)
})

test('a table without a stream records nothing; its stream starts when it is enabled, and ends with it', async () => {
  const { put, raw, folder, stop } = await startWithTable()
  const change = (StreamSpecification: { StreamEnabled: boolean; StreamViewType?: typeof both }) =>
    raw.send(new UpdateTableCommand({ TableName: 'things', StreamSpecification }))
  await put({ pk: 'a', sk: '1' })
  await change({ StreamEnabled: true, StreamViewType: both })
  await put({ pk: 'a', sk: '2' })
  await expect(change({ StreamEnabled: true, StreamViewType: both })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Table already has an enabled stream',
  })
  const records = await readAll(raw.config)
  expect(records.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S)).toEqual(['2'])
  await change({ StreamEnabled: false })
  await put({ pk: 'a', sk: '3' })
  await stop()
  const { statement, close } = openDatabase(folder)
  expect(() => statement('SELECT * FROM changes_1')).toThrow('no such table: changes_1')
  close()
})

test('the stream of a deleted table ends', async () => {
  const { put, raw, records } = await startWithStream()
  await put({ pk: 'a', sk: '1' })
  await raw.send(new DeleteTableCommand({ TableName: 'things' }))
  await expect(records()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('the changes of a table survive a restart, and later ones have larger sequence numbers', async () => {
  const first = await startWithStream()
  await first.put({ pk: 'a', sk: '1' })
  const [before] = await first.records()
  await first.stop()
  const second = await startWithStream(both, { folder: first.folder }, 'existing')
  await second.put({ pk: 'a', sk: '2' })
  const [kept, added] = await second.records()
  expect(kept).toEqual(before)
  expect(BigInt(added?.dynamodb?.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(kept?.dynamodb?.SequenceNumber ?? 0))
})

/** Opens a log whose table `things` has one reader, at a checkpoint. */
async function openLog() {
  const { folder, stop } = await startWithStream()
  await stop()
  const database = openDatabase(folder)
  const state = { now: Date.parse('2026-01-01T00:00:00Z'), checkpoint: Number.MAX_SAFE_INTEGER }
  const log = openChangeLog(
    database,
    () => new Date(state.now),
    () => state.checkpoint,
  )
  const table = openTableStore(database).get('things')
  const count = () => Number(database.statement('SELECT count(*) AS count FROM changes_1').get()?.count)
  const add = (changes: number) =>
    database.transaction(() => {
      for (let number = 0; number < changes; number++) log.add(table, undefined, { pk: { S: 'a' }, sk: { S: 'b' } })
    })
  return { state, log, table, count, add, database }
}

test('changes are kept for a day, and longer for a reader that has not handled them', async () => {
  const { state, log, table, count, add, database } = await openLog()
  add(3)
  state.checkpoint = log.latest(table.id) - 1
  state.now += retention - 1
  log.trim(table.id)
  expect(count()).toBe(3)
  state.now += 1
  log.trim(table.id)
  expect(count()).toBe(1)
  state.checkpoint = log.latest(table.id)
  log.trim(table.id)
  expect(count()).toBe(0)
  database.close()
})

test('a stream that nobody reads stays small, however many changes are made in a day', async () => {
  const { state, log, table, count, add, database } = await openLog()
  for (let round = 0; round < 30; round++) add(1_000)
  expect(count()).toBeLessThanOrEqual(11_000)
  expect(count()).toBeGreaterThanOrEqual(10_000)
  state.checkpoint = log.latest(table.id)
  add(15_000)
  log.trim(table.id)
  expect(count(), 'changes that a reader has not handled').toBeGreaterThanOrEqual(15_000)
  database.close()
})

test('the ARN of a stream is that of its table, and a label', () => {
  expect(streamArn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/2026-01-01T00:00:00.000')
})
