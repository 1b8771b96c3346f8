import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SQSEvent } from 'aws-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Clock, createClock } from '../../src/clock.ts'
import { AwsError } from '../../src/endpoint/aws-service.ts'
import { type EventSource, startEventSource } from '../../src/queues/event-source.ts'
import { openQueues, type QueueService } from '../../src/queues/queue-service.ts'
import type { EventSourcePlan } from '../../src/template/stack-plan.ts'
import { queuePlan } from './plans.ts'

const deadPlan = queuePlan('Dead', 'http://127.0.0.1:1')
const redrive = JSON.stringify({ deadLetterTargetArn: deadPlan.arn, maxReceiveCount: 2 })
const workPlan = queuePlan('Work', 'http://127.0.0.1:1', { VisibilityTimeout: '600', RedrivePolicy: redrive })

let folder: string
let clock: Clock
let queues: QueueService
let source: EventSource | undefined
let batches: string[][]
let log: string[]
let storage: { isClosed: boolean; room: () => Promise<void>; check: (error: unknown) => boolean }

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'event-source-'))
  clock = createClock()
  queues = openQueues({ folder, region: 'us-east-1', account: '000000000000', clock })
  queues.applyPlan({ queues: [workPlan, deadPlan], topics: [], subscriptions: [] })
  batches = []
  log = []
  storage = { isClosed: false, room: async () => {}, check: () => false }
})

afterEach(async () => {
  await source?.close()
  await queues.close()
  rmSync(folder, { recursive: true })
})

function start(handle: (event: SQSEvent) => unknown, plan: Partial<EventSourcePlan> = {}, concurrency = 1): void {
  const whole: EventSourcePlan = {
    logicalId: 'Source',
    queueArn: workPlan.arn,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Worker',
    batchSize: 10,
    batchWindow: 0,
    maximumConcurrency: undefined,
    reportsItemFailures: true,
    ...plan,
  }
  source = startEventSource(whole, queues.consumer(workPlan.arn), {
    concurrency,
    invoke: async (event) => {
      batches.push(event.Records.map(({ body }) => body))
      return await handle(event)
    },
    log: (line) => log.push(line),
    storage,
  })
}

function send(...bodies: string[]): void {
  for (const body of bodies) queues.send(workPlan.arn, body)
}
const isEmpty = () => !queues.hasWork(workPlan.arn, 0)
const dead = () =>
  queues
    .consumer(deadPlan.arn)
    .receive(10)
    .map(({ body }) => body)

test('existing and later messages are passed to the function and deleted', async () => {
  send('a', 'b')
  start(() => null)
  await expect.poll(isEmpty).toBe(true)
  send('c')
  await expect.poll(isEmpty).toBe(true)
  expect(batches).toEqual([['a', 'b'], ['c']])
})

test('only the reported messages of a batch are retried, and reach the dead-letter queue after maxReceiveCount', async () => {
  send('good', 'bad')
  start(({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }))
  await expect.poll(() => log).toHaveLength(1)
  clock.move(601_000)
  await expect.poll(() => log).toHaveLength(2)
  clock.move(601_000)
  await expect.poll(isEmpty).toBe(true)
  expect(batches).toEqual([['good', 'bad'], ['bad']])
  expect(dead()).toEqual(['bad'])
  expect(log).toEqual(['Source: 1 of 2 messages will be tried again', 'Source: 1 of 1 messages will be tried again'])
})

test('a function that throws fails the whole batch', async () => {
  send('a')
  start(() => {
    throw new Error('no')
  })
  await expect.poll(() => log).toEqual(['Source: 1 of 1 messages will be tried again'])
  expect(isEmpty()).toBe(false)
})

test('without partial responses, any response deletes the batch', async () => {
  send('a')
  start(() => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }), { reportsItemFailures: false })
  await expect.poll(isEmpty).toBe(true)
})

test('a batch may have more than ten messages', async () => {
  const bodies = Array.from({ length: 25 }, (_, index) => String(index))
  send(...bodies)
  start(() => null, { batchSize: 25, batchWindow: 1 })
  await expect.poll(isEmpty).toBe(true)
  expect(batches).toEqual([bodies])
})

test('later messages join the batch within its window, and a full batch does not wait for the end of the window', async () => {
  send('a')
  start(() => null, { batchSize: 3, batchWindow: 300 })
  await new Promise((resolve) => setImmediate(resolve))
  send('b')
  await new Promise((resolve) => setImmediate(resolve))
  expect(batches).toEqual([])
  send('c')
  await expect.poll(isEmpty).toBe(true)
  expect(batches).toEqual([['a', 'b', 'c']])
})

test.each([
  [{ maximumConcurrency: 2 }, 5, 2],
  [{}, 3, 3],
])('with %j and a concurrency of %i, at most %i batches run at a time', async (plan, concurrency, expected) => {
  let running = 0
  let most = 0
  send(...Array.from({ length: 12 }, (_, index) => String(index)))
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
  }
  start(work, { batchSize: 1, ...plan }, concurrency)
  await expect.poll(isEmpty).toBe(true)
  expect(most).toBe(expected)
})

test('messages that fail on a full disk are handled when it has room, with the same receive count', async () => {
  const room = Promise.withResolvers<void>()
  const counts: string[] = []
  send('good', 'bad')
  start(({ Records }) => {
    counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount))
    if (counts.length > 2) return null
    storage = Object.assign(storage, { isClosed: true, room: () => room.promise })
    return { batchItemFailures: Records.slice(1).map(({ messageId }) => ({ itemIdentifier: messageId })) }
  })
  await expect.poll(() => log).toHaveLength(1)
  send('later') // is not received before there is room
  await new Promise((resolve) => setImmediate(resolve))
  storage.isClosed = false
  room.resolve()
  await expect.poll(isEmpty).toBe(true)
  expect(batches.map((each) => each.toSorted())).toEqual([
    ['bad', 'good'],
    ['bad', 'later'],
  ])
  expect(counts).toEqual(['1', '1', '1', '1'])
})

test('closing does not wait for a full disk', async () => {
  storage = { isClosed: true, room: () => new Promise(() => {}), check: () => true }
  send('a')
  start(() => null)
  await source?.close()
  expect(batches).toEqual([])
})

test('closing waits for the running batch and receives no more', async () => {
  const gate = Promise.withResolvers<void>()
  send('a')
  start(() => gate.promise)
  await expect.poll(() => batches).toHaveLength(1)
  const closed = source?.close()
  send('b')
  gate.resolve()
  await closed
  expect(batches).toEqual([['a']])
  expect(
    queues
      .consumer(workPlan.arn)
      .receive(10)
      .map(({ body }) => body),
  ).toEqual(['b'])
})

const throttling = () => new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.')

test('a throttled batch is tried again within its visibility timeout, with the same receive count', async () => {
  const counts: string[] = []
  let refusals = 1
  send('a')
  start(({ Records }) => {
    counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount))
    if (refusals-- > 0) throw throttling()
  })
  await expect.poll(isEmpty).toBe(true)
  expect(counts).toEqual(['1', '1'])
  expect(log).toEqual([])
})

test('a batch that is throttled until its visibility timeout is over returns, and the receive counts', async () => {
  send('a')
  start(() => {
    throw throttling()
  })
  for (const receives of [1, 2]) {
    await expect.poll(() => batches.length).toBeGreaterThanOrEqual(receives)
    clock.move(601_000)
    await expect.poll(() => log).toHaveLength(receives)
  }
  await expect.poll(isEmpty).toBe(true)
  expect(dead()).toEqual(['a'])
})

test('closing does not wait until a throttled batch may be tried again', async () => {
  send('a')
  start(() => {
    throw throttling()
  })
  await expect.poll(() => batches).toHaveLength(1)
  await source?.close()
  expect(log).toEqual(['Source: 1 of 1 messages will be tried again'])
})
