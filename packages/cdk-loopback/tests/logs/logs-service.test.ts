import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { deliveryPlan } from '../deliveries/plans.ts'
import { order, rulePlan, startEventStack } from '../events/event-stack.ts'
import { writeFunction } from '../lambda/bundles.ts'
import { signedFetch } from '../signing.ts'

const arnOf = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`
const logGroups = ['/work', '/events'].map((name) => ({
  ...{ logicalId: name, name, arn: `${arnOf(name)}:*` },
  retentionDays: 30,
}))
const code = `export const handler = ({ lines = [], fails }) => {
  for (const line of lines) console.log(line)
  if (fails) throw new TypeError('told to fail')
}`
const logging = { group: '/work', format: 'JSON' } as const

async function start() {
  const target = { ...deliveryPlan({ kind: 'log-group', arn: arnOf('/events') }) }
  const mayRead = { Effect: 'Allow', Action: 'logs:FilterLogEvents', Resource: `${arnOf('/work')}:*` } as const
  const started = await startEventStack((folder) => ({
    logGroups,
    functions: [
      writeFunction(folder, 'Work', code, { logging, statements: [mayRead] }),
      writeFunction(folder, 'Mute', code),
    ],
    rules: [rulePlan({}, target)],
  }))
  const logs = new CloudWatchLogsClient(started.settings)
  const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
    logs.send(new FilterLogEventsCommand({ logGroupName: '/work', ...input }))
  const messages = async (input: Partial<FilterLogEventsCommandInput> = {}) =>
    ((await filter(input)).events ?? []).map(({ message }) => message)
  /** Waits until the lines of functions have come through their pipes. */
  const logged = (count: number) => expect.poll(async () => (await messages()).length).toBe(count)
  return { ...started, logs, filter, messages, logged }
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => JSON.stringify({ level: at % 2 ? 'WARN' : 'INFO', at }))

test("a function's lines and failures are in its log group, page by page and filtered", async () => {
  const { stack, filter, messages, logged } = await start()
  const before = Date.now()
  await stack.invoke('Work', { lines: lines(5) })
  await expect(stack.invoke('Work', { fails: true })).rejects.toThrow('told to fail')
  await stack.invoke('Mute', { lines: ['unheard'] })
  await logged(6)

  const first = await filter({ limit: 2 })
  expect(first.events).toMatchObject([
    { message: '{"level":"INFO","at":0}', logStreamName: 'local', eventId: expect.stringMatching(/^\d{56}$/) },
    { message: '{"level":"WARN","at":1}' },
  ])
  expect(first.events?.[0]?.timestamp).toBeGreaterThanOrEqual(before)
  const next = await filter({ limit: 10, nextToken: first.nextToken })
  expect(next.events).toHaveLength(4)
  expect(next.nextToken).toBeUndefined()
  const error = JSON.parse(next.events?.[3]?.message ?? '')
  expect(error).toMatchObject({ level: 'ERROR', requestId: expect.any(String) })
  expect(error.message).toMatchObject({ errorType: 'TypeError', errorMessage: 'told to fail' })

  expect(await messages({ filterPattern: '{ $.level = "WARN" && $.at > 1 }' })).toEqual(['{"level":"WARN","at":3}'])
  expect(await messages({ filterPattern: '"told to fail"' })).toHaveLength(1)
  expect(await messages({ startTime: before, startFromHead: false, limit: 2 })).toEqual([
    expect.stringContaining('told to fail'),
    '{"level":"INFO","at":4}',
  ])
  expect(await messages({ endTime: before - 1 })).toEqual([])
  expect(await messages({ logStreamNames: ['other'] })).toEqual([])
  expect(await messages({ logGroupName: undefined, logGroupIdentifier: arnOf('/work') })).toHaveLength(6)
  stack.clock.move(31 * 86_400_000)
  expect(await messages()).toEqual([])
})

test('groups and streams are described, and a stream is read in both directions', async () => {
  const { stack, logs, logged } = await start()
  await stack.invoke('Work', { lines: ['a', 'b', 'c'] })
  await logged(3)
  const { logGroups: groups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/w' }))
  expect(groups).toMatchObject([
    { logGroupName: '/work', arn: `${arnOf('/work')}:*`, retentionInDays: 30, storedBytes: 3 },
  ])
  const all = await logs.send(new DescribeLogGroupsCommand({ limit: 1 }))
  expect(all.logGroups).toMatchObject([{ logGroupName: '/events' }])
  expect(all.nextToken).toBeDefined()
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/work' }))
  expect(logStreams).toMatchObject([{ logStreamName: 'local', firstEventTimestamp: expect.any(Number) }])

  const get = async (nextToken?: string) => {
    const stream = { logGroupName: '/work', logStreamName: 'local', limit: 2 }
    const answer = await logs.send(new GetLogEventsCommand({ ...stream, nextToken }))
    return { ...answer, texts: answer.events?.map(({ message }) => message) }
  }
  const latest = await get()
  expect(latest.texts).toEqual(['b', 'c'])
  expect((await get(latest.nextBackwardToken)).texts).toEqual(['a'])
  const end = await get(latest.nextForwardToken)
  expect(end.texts).toEqual([])
  expect(end.nextForwardToken).toBe(latest.nextForwardToken)
  await expect(get('x')).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a rule puts events into a log group under their own time', async () => {
  const { stack, put, filter } = await start()
  await put({ ...order({ id: 7 }), Time: new Date('2026-01-02T03:04:05Z') }, order({ id: 8 }))
  await stack.idle()
  const { events = [] } = await filter({ logGroupName: '/events' })
  expect(events).toHaveLength(1) // the older one is beyond the retention
  expect(JSON.parse(events[0]?.message ?? '')).toMatchObject({ source: 'shop', detail: { id: 8 } })
})

test('requests are refused as by AWS', async () => {
  const { stack, settings, logs, filter } = await start()
  await expect(filter({ logGroupName: '/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await expect(filter({ logGroupIdentifier: '/work' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(filter({ startFromHead: false })).rejects.toThrow('January 1, 2024')
  await expect(filter({ filterPattern: '[a, b]' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(filter({ limit: 10_001 })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(logs.send(new DescribeQueriesCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 501 },
  })
  const work = new CloudWatchLogsClient({ ...settings, credentials: stack.identify('Work') })
  const read = (logGroupName: string) => work.send(new FilterLogEventsCommand({ logGroupName }))
  expect((await read('/work')).events).toEqual([])
  await expect(read('/events')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('logs:FilterLogEvents on resource'),
  })
})

test.each(['null', '[]', '{', '{"logGroupName":3}', '{"logGroupName":"/work","startTime":"x"}'])(
  'the malformed request %s is the fault of its sender',
  async (body) => {
    const { stack } = await startEventStack({ logGroups })
    const headers = { 'x-amz-target': 'Logs_20140328.FilterLogEvents' }
    const request = { method: 'POST', headers, body, service: 'logs', credentials: stack.credentials }
    expect((await signedFetch(`${stack.aws}/`, request)).status).toBe(400)
  },
)

test('an invocation succeeds although its log file cannot be written, and the log group still has the line', async () => {
  const { stack, folder, logged, log } = await start()
  const file = path.join(folder, 'data/logs/Work.log')
  rmSync(file, { force: true })
  rmSync(path.join(folder, 'data/logs'), { recursive: true })
  writeFileSync(path.join(folder, 'data/logs'), 'no folder')
  await stack.invoke('Work', { lines: ['one', 'two'] })
  await logged(2)
  expect(log).toEqual([expect.stringContaining('Work: lines of the log are lost')])
})

test('the log survives a restart', async () => {
  const { stack, restart, logged } = await start()
  await stack.invoke('Work', { lines: ['kept'] })
  await logged(1)
  const again = await restart()
  const logs = new CloudWatchLogsClient(again.settings)
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/work' }))
  expect(events).toMatchObject([{ message: 'kept' }])
})
