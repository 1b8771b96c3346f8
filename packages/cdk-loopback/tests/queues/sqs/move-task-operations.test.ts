import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import type { Interceptor } from '../../../src/endpoint/aws-endpoint.ts'
import type { AwsCall } from '../../../src/endpoint/aws-service.ts'
import { signedFetch } from '../../signing.ts'
import { queuePlan } from '../plans.ts'
import { type FixtureOptions, startQueues } from '../queue-fixture.ts'

const arnOf = (name: string) => queuePlan(name, '').arn
const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 1 }) }
const Work = { VisibilityTimeout: '0', ...redrive }

/** Starts two queues that share a dead-letter queue, and one more queue. */
async function start(options: FixtureOptions = {}) {
  const queues = { Work, Other: Work, Dead: {}, Elsewhere: {}, 'Fast.fifo': { FifoQueue: 'true' } }
  const server = await startQueues({ queues, ...options })
  const { sqs, receive } = server
  const SourceArn = arnOf('Dead')
  return {
    ...server,
    /** Sends messages and lets them fail. */
    fail: async (queue: string, ...bodies: string[]) => {
      for (const body of bodies) server.queues.send(arnOf(queue), body)
      await receive({}, queue)
      await receive({}, queue)
    },
    begin: (input: Partial<StartMessageMoveTaskCommandInput> = {}) =>
      sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...input })),
    cancel: (TaskHandle: string | undefined) => sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })),
    list: async (MaxResults?: number, source = SourceArn) => {
      const input = { SourceArn: source, ...(MaxResults !== undefined && { MaxResults }) }
      return (await sqs.send(new ListMessageMoveTasksCommand(input))).Results ?? []
    },
    bodies: async (queue: string) => (await receive({}, queue)).map(({ Body }) => Body),
  }
}

const status = (server: Awaited<ReturnType<typeof start>>) => async () => (await server.list())[0]?.Status

test('each message goes back to its own queue, as a new message', async () => {
  const server = await start()
  await server.fail('Work', 'a', 'b')
  await server.fail('Other', 'c')
  const dead = await server.receive({ VisibilityTimeout: 0 }, 'Dead')
  expect(dead.map(({ Body, Attributes }) => [Body, Attributes?.DeadLetterQueueSourceArn])).toEqual([
    ['a', arnOf('Work')],
    ['b', arnOf('Work')],
    ['c', arnOf('Other')],
  ])
  server.clock.move(3_600_000)
  const { TaskHandle } = await server.begin()
  expect(TaskHandle).toBeTruthy()
  await expect.poll(status(server)).toBe('COMPLETED')
  const [back] = await server.receive({}, 'Work')
  expect(back).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '1' } })
  expect(back?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
  expect(back?.MessageId).not.toBe(dead[0]?.MessageId)
  expect(Number(back?.Attributes?.SentTimestamp)).toBeGreaterThan(Number(dead[0]?.Attributes?.SentTimestamp))
  expect(await server.bodies('Other')).toEqual(['c'])
  expect(await server.bodies('Dead')).toEqual([])
  expect(await server.list()).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn: arnOf('Dead'),
      ApproximateNumberOfMessagesMoved: 3,
      ApproximateNumberOfMessagesToMove: 3,
      StartedTimestamp: expect.any(Number),
    },
  ])
})

test('messages can go to another queue; those that a client has received stay', async () => {
  const server = await start()
  await server.fail('Work', 'a', 'b')
  await server.receive({ MaxNumberOfMessages: 1 }, 'Dead')
  await server.begin({ DestinationArn: arnOf('Elsewhere') })
  await expect.poll(status(server)).toBe('COMPLETED')
  expect(await server.bodies('Elsewhere')).toEqual(['b'])
  expect((await server.list())[0]).toMatchObject({ DestinationArn: arnOf('Elsewhere') })
})

test('a message that was sent to the dead-letter queue directly has no source to go back to', async () => {
  const server = await start()
  await server.fail('Work', 'a')
  await server.sqs.send(new SendMessageCommand({ QueueUrl: server.url('Dead'), MessageBody: 'direct' }))
  await server.begin()
  await expect.poll(status(server)).toBe('FAILED')
  expect((await server.list())[0]).toMatchObject({
    FailureReason: 'CouldNotDetermineMessageSource',
    ApproximateNumberOfMessagesMoved: 1,
    ApproximateNumberOfMessagesToMove: 2,
  })
  expect(await server.bodies('Dead')).toEqual(['direct'])
})

test('a task with a rate can be cancelled; the rest of the messages stays', async () => {
  const server = await start()
  await server.fail('Work', ...Array.from({ length: 10 }, (_, number) => String(number)))
  const { TaskHandle } = await server.begin({ MaxNumberOfMessagesPerSecond: 1 })
  expect(server.queues.movesMessages()).toBe(true)
  await expect(server.begin()).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  })
  expect((await server.list())[0]).toMatchObject({ Status: 'RUNNING', TaskHandle, MaxNumberOfMessagesPerSecond: 1 })
  const { ApproximateNumberOfMessagesMoved: moved = 10 } = await server.cancel(TaskHandle)
  expect(moved).toBeLessThan(10)
  expect(await status(server)()).toBe('CANCELLED')
  await expect(server.cancel(TaskHandle)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  expect(await server.bodies('Dead')).toHaveLength(10 - moved)
  expect(server.queues.movesMessages()).toBe(false)
})

test('a task resumes after a restart, and moves no message twice', async () => {
  const first = await start()
  await first.fail('Work', ...Array.from({ length: 10 }, (_, number) => String(number)))
  await first.begin({ MaxNumberOfMessagesPerSecond: 2 })
  await first.stop()
  const second = await start({ folder: first.folder })
  await expect.poll(status(second)).toBe('COMPLETED')
  expect((await second.list())[0]?.ApproximateNumberOfMessagesMoved).toBe(10)
  expect(await second.bodies('Work')).toHaveLength(10)
})

test('the last ten tasks of a queue are listed, the newest first', async () => {
  const server = await start()
  for (let number = 1; number <= 12; number++) {
    server.clock.move(1000)
    await server.begin()
    await expect.poll(status(server)).toBe('COMPLETED')
  }
  const tasks = await server.list(10)
  const times = tasks.map(({ StartedTimestamp = 0 }) => StartedTimestamp)
  expect(times).toEqual(times.toSorted((one, other) => other - one))
  expect(times).toHaveLength(10)
})

test.each([
  [
    { SourceArn: arnOf('Missing') },
    'ResourceNotFoundException',
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  ],
  [
    { DestinationArn: arnOf('Missing') },
    'ResourceNotFoundException',
    "The resource that you specified for the DestinationArn parameter doesn't exist.",
  ],
  [{ SourceArn: arnOf('Work') }, 'InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.'],
  [
    { DestinationArn: arnOf('Dead') },
    'InvalidParameterValue',
    'Source queue arn and destination queue arn cannot be the same.',
  ],
  [
    { DestinationArn: arnOf('Fast.fifo') },
    'UnsupportedOperation',
    'The source and destination queues must be of the same type.',
  ],
  [
    { MaxNumberOfMessagesPerSecond: 501 },
    'InvalidParameterValue',
    'Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: MaxNumberOfMessagesPerSecond must be an integer between 1 and 500.',
  ],
])('a task with %j is refused with %s', async (input, name, message) => {
  const { begin } = await start()
  await expect(begin(input)).rejects.toMatchObject({ name, message })
})

test.each([
  ['nonsense', 'InvalidParameterValue', 'Value for parameter TaskHandle is invalid.'],
  [
    btoa(JSON.stringify({ taskId: 'x', sourceArn: arnOf('Dead') })),
    'ResourceNotFoundException',
    'Task does not exist.',
  ],
])('the handle %s cannot be cancelled', async (handle, name, message) => {
  const { cancel } = await start()
  await expect(cancel(handle)).rejects.toMatchObject({ name, message })
})

test('a task needs the permissions to receive, delete and send', async () => {
  const calls: AwsCall[] = []
  const interceptor: Interceptor = ({ call }, next) => {
    calls.push(call)
    return next()
  }
  const { begin, cancel, list } = await start({ interceptor })
  const { TaskHandle } = await begin()
  await begin({ DestinationArn: arnOf('Elsewhere') }).catch(() => {})
  await cancel(TaskHandle).catch(() => {})
  await list()
  const [dead, work, other, elsewhere] = ['Dead', 'Work', 'Other', 'Elsewhere'].map(arnOf)
  const permissions = calls.map((call) => call.permissions.map(({ action, resource }) => `${action} ${resource}`))
  const settle = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => `sqs:${action} ${dead}`)
  const send = (...arns: (string | undefined)[]) => arns.map((arn) => `sqs:SendMessage ${arn}`)
  expect(permissions).toEqual([
    [`sqs:StartMessageMoveTask ${dead}`, ...settle, ...send(other, work)],
    [`sqs:StartMessageMoveTask ${dead}`, ...settle, ...send(elsewhere)],
    [`sqs:CancelMessageMoveTask ${dead}`, ...settle],
    [`sqs:ListMessageMoveTasks ${dead}`, `sqs:GetQueueAttributes ${dead}`],
  ])
  expect(calls.map(({ resource }) => resource)).toEqual(['Dead', 'Dead', 'Dead', 'Dead'])
})

test("a dead-letter queue's sources are listed", async () => {
  const { sqs, url } = await start()
  const { queueUrls } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url('Dead') }))
  expect(queueUrls).toEqual([url('Other'), url('Work')])
})

test('clients with the query protocol can move messages, too', async () => {
  const server = await start()
  await server.fail('Work', 'a')
  const call = async (fields: Record<string, string>) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = String(new URLSearchParams({ Version: '2012-11-05', SourceArn: arnOf('Dead'), ...fields }))
    return (await signedFetch(server.endpoint, { service: 'sqs', method: 'POST', headers, body })).text()
  }
  expect(await call({ Action: 'StartMessageMoveTask', MaxNumberOfMessagesPerSecond: '9' })).toContain('<TaskHandle>')
  await expect.poll(status(server)).toBe('COMPLETED')
  expect(await call({ Action: 'ListMessageMoveTasks', MaxResults: '1' })).toContain(
    '<ListMessageMoveTasksResultEntry><Status>COMPLETED</Status>',
  )
})
