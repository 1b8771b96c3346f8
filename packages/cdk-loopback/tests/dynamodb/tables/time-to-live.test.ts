import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const seconds = (offset: number) => start / 1000 + offset

async function startWithClock(sweepMs = 0) {
  const clock = { time: start }
  const server = await startWithTable({}, { now: () => new Date(clock.time), sweepMs })
  const setTimeToLive = (Enabled: boolean, AttributeName = 'expires') =>
    server.raw.send(
      new UpdateTimeToLiveCommand({ TableName: 'things', TimeToLiveSpecification: { AttributeName, Enabled } }),
    )
  return { ...server, clock, setTimeToLive }
}

test('expired items exist until a sweep deletes them', async () => {
  const { service, setTimeToLive, put, get, scan, clock } = await startWithClock()
  await put({ pk: 'a', sk: 'before', expires: seconds(10) })
  await setTimeToLive(true)
  await put({ pk: 'a', sk: 'soon', expires: seconds(10) })
  await put({ pk: 'a', sk: 'later', expires: seconds(11) })
  await put({ pk: 'a', sk: 'never' })
  await put({ pk: 'a', sk: 'text', expires: String(seconds(10)) })
  await put({ pk: 'a', sk: 'long ago', expires: seconds(-6 * 365 * 24 * 60 * 60) })
  expect(service.sweep()).toBe(0)
  clock.time = start + 10_000
  expect(await get({ pk: 'a', sk: 'soon' })).toBeDefined()
  expect(service.sweep()).toBe(2)
  const { Items } = await scan()
  expect(Items?.map(({ sk }) => sk)).toEqual(['later', 'long ago', 'never', 'text'])
})

test('a sweep keeps an item whose expiry was extended', async () => {
  const { service, setTimeToLive, put, update, clock } = await startWithClock()
  await setTimeToLive(true)
  await put({ pk: 'a', sk: '1', expires: seconds(10) })
  await update({ pk: 'a', sk: '1' }, 'SET expires = :e', { ExpressionAttributeValues: { ':e': seconds(60) } })
  clock.time = start + 30_000
  expect(service.sweep()).toBe(0)
  clock.time = start + 60_000
  expect(service.sweep()).toBe(1)
})

test('a sweep removes an expired item from the indexes', async () => {
  const index = { IndexName: 'by-color', KeySchema: keySchema('color'), Projection: { ProjectionType: 'ALL' as const } }
  const { service, raw, put, scan } = await startWithTable(
    { AttributeDefinitions: define('pk:S', 'sk:S', 'color:S'), GlobalSecondaryIndexes: [index] },
    { now: () => new Date(start) },
  )
  const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true }
  await raw.send(new UpdateTimeToLiveCommand({ TableName: 'things', TimeToLiveSpecification }))
  for (let n = 0; n < 600; n += 25) {
    const items = Array.from({ length: 25 }, (_, more) => ({ pk: 'a', sk: String(n + more), color: 'red' }))
    await Promise.all(items.map((item) => put({ ...item, expires: seconds(-1) })))
  }
  expect(service.sweep()).toBe(600)
  expect((await scan({ IndexName: 'by-color' })).Count).toBe(0)
})

test('the service sweeps regularly', async () => {
  const { setTimeToLive, put, get } = await startWithClock(5)
  await put({ pk: 'a', sk: '1', expires: seconds(-1) })
  await setTimeToLive(true)
  await expect.poll(() => get({ pk: 'a', sk: '1' })).toBeUndefined()
})

test('enabling or disabling time to live twice in a row is refused', async () => {
  const { raw, setTimeToLive, service, put } = await startWithClock()
  const describe = async () =>
    (await raw.send(new DescribeTimeToLiveCommand({ TableName: 'things' }))).TimeToLiveDescription
  await expect(setTimeToLive(false)).rejects.toMatchObject(invalid('TimeToLive is already disabled'))
  expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' })
  await setTimeToLive(true)
  expect(await describe()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
  await expect(setTimeToLive(true, 'else')).rejects.toMatchObject(invalid('TimeToLive is already enabled'))
  await put({ pk: 'a', sk: '1', expires: seconds(-1) })
  await setTimeToLive(false)
  expect(service.sweep()).toBe(0)
})
