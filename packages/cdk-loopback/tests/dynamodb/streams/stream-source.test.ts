import { afterEach, expect, test } from 'vitest'
import { retention } from '../../../src/dynamodb/streams/change-log.ts'
import type { StreamRecord } from '../../../src/dynamodb/streams/stream-record.ts'
import { type StreamSource, startStreamSource } from '../../../src/dynamodb/streams/stream-source.ts'
import { AwsError } from '../../../src/endpoint/aws-service.ts'
import type { StreamSourcePlan } from '../../../src/template/stack-plan.ts'
import { startWithStream, streamArn } from './stream-fixture.ts'

type Handle = (records: readonly StreamRecord[]) => unknown
type Options = { readonly folder?: string; readonly plan?: Partial<StreamSourcePlan>; readonly handle?: Handle }

const sources: StreamSource[] = []

afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()))
})

/** Names the item of a change: its keys, joined. */
const nameOf = ({ dynamodb }: StreamRecord) => `${dynamodb?.Keys?.pk?.S}${dynamodb?.Keys?.sk?.S}`

/** Starts a table with a stream. `start` starts a reader of it. */
async function open({ folder }: Options = {}) {
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') }
  const now = () => new Date(clock.time)
  const options = { now, ...(folder !== undefined && { folder }) }
  const server = await startWithStream('NEW_AND_OLD_IMAGES', options, folder === undefined ? undefined : 'existing')
  const batches: string[][] = []
  const reports: Record<string, unknown>[] = []
  const log: string[] = []
  const storage = { isClosed: false, room: async () => {} }
  const start = ({ plan = {}, handle = () => undefined }: Options = {}) => {
    const whole: StreamSourcePlan = {
      ...{ logicalId: 'Source', streamArn, functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Worker' },
      ...{ batchSize: 100, batchWindow: 0, start: 'TRIM_HORIZON', filters: [], bisects: false },
      ...{ reportsItemFailures: false, maximumRetries: undefined, maximumAge: undefined, parallelization: 1 },
      failureDestination: { kind: 'queue', arn: 'arn:aws:sqs:us-east-1:000000000000:Failures' },
      ...plan,
    }
    const { logicalId: reader, parallelization: lanes } = whole
    const source = startStreamSource(
      whole,
      server.service.readStream({ streamArn, reader, lanes, start: whole.start }),
      {
        invoke: async ({ Records }) => {
          batches.push(Records.map(nameOf))
          return handle(Records)
        },
        report: (message) => reports.push(JSON.parse(message)),
        now,
        storage,
        log: (line) => log.push(line),
      },
    )
    sources.push(source)
    return source
  }
  const put = (...names: string[]) => Promise.all(names.map(([pk, sk]) => server.put({ pk, sk, time: Math.random() })))
  return { ...server, put, clock, batches, reports, log, storage, start }
}

const finished = (source: StreamSource) => expect.poll(() => source.hasWork()).toBe(false)

test('existing and later changes are handed over in order, and not again after a restart', async () => {
  const first = await open()
  await first.put('a1')
  await first.put('b1')
  const source = first.start()
  await finished(source)
  await first.put('a1')
  await finished(source)
  expect(first.batches).toEqual([['a1', 'b1'], ['a1']])
  await source.close()
  await first.put('c1')
  await first.stop()
  const second = await open({ folder: first.folder })
  await finished(second.start())
  expect(second.batches).toEqual([['c1']])
})

test('a new reader starts at the oldest change or at the next one; one that is no longer used is forgotten', async () => {
  const { put, start, batches, service } = await open()
  await put('a1')
  const late = start({ plan: { logicalId: 'Late', start: 'LATEST' } })
  await put('b1')
  await finished(late)
  expect(batches).toEqual([['b1']])
  await late.close()
  await finished(start({ plan: { logicalId: 'Early' } }))
  expect(batches).toEqual([['b1'], ['a1', 'b1']])
  service.retainReaders(['Early'])
  await finished(start({ plan: { logicalId: 'Late', start: 'TRIM_HORIZON' } }))
  expect(batches).toHaveLength(3)
})

test('a batch has at most its size', async () => {
  const { put, start, batches } = await open()
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) await put(name)
  await finished(start({ plan: { batchSize: 2 } }))
  expect(batches).toEqual([['a1', 'a2'], ['a3', 'a4'], ['a5']])
})

test('later changes join a batch within its window; a full batch does not wait, nor does one that is hurried', async () => {
  const { put, start, batches } = await open()
  const source = start({ plan: { batchSize: 2, batchWindow: 300 } })
  await put('a1')
  expect(source.hasWork()).toBe(true)
  await put('a2')
  await finished(source)
  await put('a3')
  expect(batches).toEqual([['a1', 'a2']])
  const endHurry = source.hurry()
  await finished(source)
  endHurry()
  expect(batches).toEqual([['a1', 'a2'], ['a3']])
})

test('only changes that match a filter invoke the function', async () => {
  const { put, remove, start, batches } = await open()
  const filters = [
    JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: 'a' }] } } }, eventName: ['INSERT'] }),
    JSON.stringify({ eventName: ['REMOVE'] }),
  ]
  const source = start({ plan: { filters } })
  for (const name of ['a1', 'b1', 'a1', 'a2']) await put(name)
  await remove({ pk: 'b', sk: '1' })
  await finished(source)
  expect(batches.flat()).toEqual(['a1', 'a2', 'b1'])
})

test('a failing batch is retried before later changes are read', async () => {
  const { put, start, batches, log } = await open()
  let failures = 0
  const handle = () => {
    if (failures++ < 2) throw new Error('no')
  }
  const source = start({ handle, plan: { batchSize: 1 } })
  await put('a1')
  await put('a2')
  await finished(source)
  expect(batches).toEqual([['a1'], ['a1'], ['a1'], ['a2']])
  expect(log).toEqual(Array(2).fill('Source: 1 of 1 changes failed'))
})

test('bisecting isolates a bad change, which is given up and reported; the others are handled', async () => {
  const { put, start, batches, reports, clock } = await open()
  const bad = 'a4'
  for (const name of ['a1', 'a2', 'a3', bad, 'a5']) await put(name)
  const handle: Handle = (records) => {
    if (records.map(nameOf).includes(bad)) throw new Error('no')
  }
  await finished(start({ handle, plan: { bisects: true, maximumRetries: 1 } }))
  expect(batches).toEqual([['a1', 'a2', 'a3', 'a4', 'a5'], ['a1', 'a2', 'a3'], ['a4', 'a5'], ['a4'], ['a4'], ['a5']])
  const arrival = new Date(clock.time).toISOString().replace('.000', '')
  expect(reports).toEqual([
    {
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Worker',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(clock.time).toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000000000000000000-00000000',
        startSequenceNumber: expect.stringMatching(/^1\d{20}$/),
        endSequenceNumber: expect.stringMatching(/^1\d{20}$/),
        approximateArrivalOfFirstRecord: arrival,
        approximateArrivalOfLastRecord: arrival,
        batchSize: 1,
        streamArn,
      },
    },
  ])
})

test('the function continues from the first change that it reports', async () => {
  const { put, start, batches, reports } = await open()
  for (const name of ['a1', 'a2', 'a3']) await put(name)
  const handle: Handle = (records) => ({
    batchItemFailures: records
      .filter((record) => nameOf(record) === 'a2')
      .map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber })),
  })
  const source = start({ handle, plan: { reportsItemFailures: true, maximumRetries: 2 } })
  await finished(source)
  expect(batches).toEqual([
    ['a1', 'a2', 'a3'],
    ['a2', 'a3'],
    ['a2', 'a3'],
  ])
  expect(reports).toMatchObject([{ responseContext: { functionError: null }, DDBStreamBatchInfo: { batchSize: 2 } }])
})

test('an invocation that Lambda refuses does not count as a retry', async () => {
  const { put, start, batches, reports } = await open()
  let refusals = 0
  const handle = () => {
    if (refusals++ < 3) throw new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.')
  }
  const source = start({ handle, plan: { maximumRetries: 0 } })
  await put('a1')
  await finished(source)
  expect(batches).toHaveLength(4)
  expect(reports).toEqual([])
})

test('changes that are older than the mapping allows are given up without an invocation', async () => {
  const { put, start, batches, reports, clock } = await open()
  await put('a1')
  clock.time += 61_000
  await put('a2')
  await finished(start({ plan: { maximumAge: 60 } }))
  expect(batches).toEqual([['a2']])
  expect(reports).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 } }])
  expect(reports[0]).not.toHaveProperty('responseContext')
})

test('a change that fails for a day expires; one that was not tried yet is tried', async () => {
  const { put, start, batches, reports, clock, log, service } = await open()
  const handle = () => {
    throw new Error('no')
  }
  const source = start({ handle, plan: { batchWindow: 300 } })
  await put('a1')
  clock.time += 2 * retention
  service.sweep()
  source.hurry()
  await finished(source)
  expect(batches).toEqual([['a1']])
  expect(reports).toEqual([])
  expect(log).toContain('Source: 1 changes expired before the function could handle them')
})

test('lanes work at the same time, and each item stays in its lane', async () => {
  const { put, start, batches } = await open()
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const handle: Handle = async ([record]) => {
    const gate = Promise.withResolvers<void>()
    gates.set(record ? nameOf(record) : '', gate)
    await gate.promise
  }
  const names = Array.from('abcdefgh', (pk) => `${pk}1`)
  await put(...names)
  await put(...names)
  const source = start({ handle, plan: { parallelization: 4, batchSize: 1 } })
  await expect.poll(() => gates.size).toBeGreaterThan(1)
  const atOnce = batches.length
  const release = setInterval(() => {
    for (const gate of gates.values()) gate.resolve()
  }, 1)
  await finished(source)
  clearInterval(release)
  expect(atOnce).toBeGreaterThan(1)
  expect(atOnce).toBeLessThanOrEqual(4)
  expect(batches.flat().toSorted()).toEqual([...names, ...names].toSorted())
})

test('a changed number of lanes loses no change', async () => {
  const first = await open()
  const names = Array.from('abcdefgh', (pk) => `${pk}1`)
  await first.put(...names)
  const stuck = first.start({
    plan: { parallelization: 3, batchSize: 1 },
    handle: ([record]) => {
      if (record && nameOf(record) === 'c1') throw new Error('no')
    },
  })
  await expect.poll(() => first.batches.length).toBeGreaterThan(3)
  await stuck.close()
  await first.stop()
  const second = await open({ folder: first.folder })
  await finished(second.start({ plan: { parallelization: 2 } }))
  const handled = new Set([...first.batches, ...second.batches].flat())
  expect([...handled].toSorted()).toEqual(names)
  expect(second.batches.flat()).toContain('c1')
})

test('closing waits for the running batch, and hands over no further one', async () => {
  const { put, start, batches } = await open()
  const gate = Promise.withResolvers<void>()
  const source = start({ handle: () => gate.promise, plan: { batchSize: 1 } })
  await put('a1')
  await put('a2')
  await expect.poll(() => batches).toHaveLength(1)
  const closed = source.close()
  gate.resolve()
  await closed
  expect(batches).toEqual([['a1']])
  await finished(start())
  expect(batches).toEqual([['a1'], ['a2']])
})

test('a reader of a table without a stream is an error', async () => {
  const { service } = await open()
  const options = { reader: 'x', lanes: 1, start: 'LATEST' } as const
  expect(() => service.readStream({ ...options, streamArn: 'arn:x' })).toThrow('There is no stream arn:x.')
})

test('changes that fail on a full disk wait for room, and use up no retries', async () => {
  const { put, start, storage, batches, reports } = await open()
  const room = Promise.withResolvers<void>()
  await put('a1')
  const handle: Handle = () => {
    if (batches.length > 1) return
    Object.assign(storage, { isClosed: true, room: () => room.promise })
    throw new Error('no room')
  }
  const source = start({ handle, plan: { maximumRetries: 0 } })
  await expect.poll(() => batches).toHaveLength(1)
  storage.isClosed = false
  room.resolve()
  await finished(source)
  expect(batches).toEqual([['a1'], ['a1']])
  expect(reports).toEqual([])
})
