import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Context } from 'aws-lambda'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { type Clock, createClock } from 'cdk-loopback/clock'
import { createFaults } from 'cdk-loopback/faults'
import { createIdentities } from 'cdk-loopback/identities'
import { openQueues, type QueueService } from 'cdk-loopback/queues/queue-service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { logger } from '../../../lambdas/runtime/logger.ts'
import { queueHandler } from '../../../lambdas/runtime/queue-handler.ts'

logger.setLogLevel('SILENT')
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Work'
const context = { getRemainingTimeInMillis: () => 60_000 } as Context // all that the batch processor reads

let clock: Clock
let queues: QueueService
const faults = createFaults({ kill: () => {} })
const identities = createIdentities()
const { accessKeyId, secretAccessKey, sessionToken } = identities.add('PingHub')
let close: () => Promise<void>

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-handler-'))
  clock = createClock(() => new Date('2030-01-01T12:00:00Z'))
  queues = openQueues({ folder, region: 'us-east-1', account: '000000000000', clock })
  const endpoint = await startAwsEndpoint({ sqs: queues.sqs }, { identities, interceptor: faults.interceptor })
  const url = `${endpoint.url}/000000000000/Work`
  const attributes = { VisibilityTimeout: '360' }
  const plan = { logicalId: 'Work', name: 'Work', arn: queueArn, url, attributes }
  queues.applyPlan({ queues: [plan], topics: [], subscriptions: [] })
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken)
  vi.stubEnv('SITE_URL', 'https://example.org')
  close = async () => {
    await endpoint.close()
    await queues.close()
    await rm(folder, { recursive: true, force: true })
  }
})
afterEach(async () => {
  faults.clear()
  vi.unstubAllEnvs()
  await close()
})

/** Receives a batch like an event source mapping, and lets a handler process it. Returns the bodies that it received. */
async function deliver(
  handle: (body: string) => Promise<void>,
  remaining: () => number = context.getRemainingTimeInMillis,
): Promise<string[]> {
  const handler = queueHandler('ping-hub', () => ({}), handle, { handsBack: true })
  const consumer = queues.consumer(queueArn)
  const records = consumer.receive(10)
  const { batchItemFailures } = await handler({ Records: records }, { ...context, getRemainingTimeInMillis: remaining })
  consumer.finish(records, new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)))
  return records.map(({ body }) => body)
}
const fail = async (body: string) => {
  if (body !== 'good') throw new Error('The table is not available')
}

test('only the message that failed is received again, each time after twice the delay, up to 15 minutes', async () => {
  queues.send(queueArn, 'bad')
  queues.send(queueArn, 'good')
  expect(await deliver(fail)).toEqual(['bad', 'good'])
  for (const seconds of [15, 30, 60, 120, 240, 480, 900, 900]) {
    clock.move((seconds - 1) * 1_000)
    expect(await deliver(fail)).toEqual([])
    clock.move(1_000)
    expect(await deliver(fail)).toEqual(['bad'])
  }
  clock.move(900_000)
  expect(await deliver(async () => {})).toEqual(['bad'])
  clock.move(900_000)
  expect(await deliver(fail)).toEqual([])
})

test("a message that cannot be postponed is received again after the queue's visibility timeout", async () => {
  queues.send(queueArn, 'bad')
  faults.add({ operation: 'ChangeMessageVisibility', fault: 'fail', times: 9 })
  await deliver(fail)
  clock.move(359_000)
  expect(await deliver(fail)).toEqual([])
  clock.move(1_000)
  expect(await deliver(fail)).toEqual(['bad'])
})

test('shortly before the time of a batch is up, only the messages that are not done are retried', async () => {
  queues.send(queueArn, 'slow')
  queues.send(queueArn, 'good')
  const start = performance.now()
  const remaining = () => 2_050 - (performance.now() - start)
  const hang = (body: string) => (body === 'slow' ? new Promise<void>(() => {}) : Promise.resolve())
  expect(await deliver(hang, remaining)).toEqual(['slow', 'good'])
  clock.move(15_000)
  expect(await deliver(async () => {})).toEqual(['slow'])
  clock.move(900_000)
  expect(await deliver(async () => {})).toEqual([])
})

/** Receives a batch of which one message ends the Lambda, so that nothing is reported. Returns the bodies. */
async function crash(done: Set<string>): Promise<string[]> {
  const ended = Promise.withResolvers<void>()
  const handle = async (body: string) => {
    if (body !== 'poison') return void done.add(body)
    ended.resolve()
    return new Promise<void>(() => {})
  }
  const consumer = queues.consumer(queueArn)
  const records = consumer.receive(10)
  void queueHandler('ping-hub', () => ({}), handle)({ Records: records }, context)
  await ended.promise
  consumer.finish(records, new Set(records.map(({ messageId }) => messageId)))
  clock.move(360_000)
  return records.map(({ body }) => body)
}

test('a message that crashes the Lambda does not hold up the others of its batch', async () => {
  const others = Array.from({ length: 9 }, (_, index) => `good-${index}`)
  for (const body of ['poison', ...others]) queues.send(queueArn, body)
  const done = new Set<string>()
  const sizes: number[] = []
  while (sizes.at(-1) !== 1 && sizes.length < 100) sizes.push((await crash(done)).length)
  expect(sizes.slice(0, 3)).toEqual([10, 10, 10])
  expect(sizes.at(-1)).toBe(1)
  expect([...done].sort()).toEqual(others)
})
