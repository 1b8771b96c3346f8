import { readFileSync } from 'node:fs'
import path from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { expect, test } from 'vitest'
import { writeFunction } from '../lambda/bundles.ts'
import { busArn, functionArn, order, queueArn, rulePlan, startEventStack } from './event-stack.ts'

test('an event reaches the targets of the enabled rules on its bus that match', async () => {
  const topic = { kind: 'topic', arn: 'arn:aws:sns:us-east-1:000000000000:Topic' } as const
  const constant = { ...topic, input: { kind: 'constant', text: 'hello' } } as const
  const rules = [
    rulePlan(),
    rulePlan({ name: 'greet' }, constant),
    rulePlan({ name: 'other', pattern: '{"source":["office"]}' }),
    rulePlan({ name: 'off', enabled: false }),
    rulePlan({ name: 'elsewhere', busName: 'default' }),
  ]
  const { put, receive, stack } = await startEventStack({ rules })
  const time = new Date('2026-01-02T03:04:05Z')
  const [entry] = await put({ ...order({ id: 7 }), Time: time, Resources: ['arn:x'] })
  await stack.idle()
  const bodies = (await receive('Target')).map(({ body }) => body).sort()
  expect(bodies).toHaveLength(2)
  expect(bodies[0]).toBe('hello')
  expect(JSON.parse(bodies[1] ?? '')).toEqual({
    version: '0',
    id: (entry as { EventId: string }).EventId, // what PutEvents returns
    'detail-type': 'Order Placed',
    source: 'shop',
    account: '000000000000',
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: ['arn:x'],
    detail: { id: 7 },
  })
})

test('the bus may be given by its ARN; without one, the event goes to the default bus', async () => {
  const rules = [
    rulePlan(),
    rulePlan({ name: 'default', busName: 'default' }, { input: { kind: 'constant', text: 'd' } }),
  ]
  const { put, receive, stack } = await startEventStack({ rules })
  const { EventBusName: _bus, ...unaddressed } = order()
  await put({ ...order(), EventBusName: busArn }, unaddressed)
  await stack.idle()
  const bodies = (await receive('Target')).map(({ body }) => body)
  expect(bodies).toHaveLength(2)
  expect(bodies).toContain('d')
})

test('an entry that is refused does not affect the others', async () => {
  const { put, receive, stack } = await startEventStack({ rules: [rulePlan()] })
  const results = await put(
    { ...order(), Source: '' },
    { ...order(), DetailType: undefined },
    { ...order(), Detail: undefined },
    { ...order(), Detail: '[]' },
    { ...order(), Detail: '{' },
    { ...order(), Source: 'aws.s3' },
    order(),
  )
  const required = (name: string) => `Parameter ${name} is not valid. Reason: ${name} is a required argument.`
  expect(results).toEqual([
    { ErrorCode: 'InvalidArgument', ErrorMessage: required('Source') },
    { ErrorCode: 'InvalidArgument', ErrorMessage: required('DetailType') },
    { ErrorCode: 'InvalidArgument', ErrorMessage: required('Detail') },
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
    { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
    { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ])
  await stack.idle()
  expect(await receive('Target')).toHaveLength(1)
})

test('a request with too many entries, none, or more than a megabyte is refused', async () => {
  const { put } = await startEventStack()
  await expect(put(...Array.from({ length: 11 }, () => order()))).rejects.toThrow('length less than or equal to 10')
  await expect(put()).rejects.toThrow('length greater than or equal to 1')
  const entry = order({ text: '' })
  const room = 1_048_576 - 'shop'.length - 'Order Placed'.length - '{"text":""}'.length
  expect(await put({ ...entry, Detail: JSON.stringify({ text: 'x'.repeat(room) }) })).toHaveLength(1)
  await expect(put({ ...entry, Detail: JSON.stringify({ text: 'x'.repeat(room + 1) }) })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Total size of the entries in the request is over the limit.',
  })
})

test('an event for a bus that does not exist is lost, as on AWS, but logged', async () => {
  const { put, log } = await startEventStack()
  expect(await put({ ...order(), EventBusName: 'nowhere' })).toEqual([{ EventId: expect.any(String) }])
  expect(log).toEqual(['PutEvents: an event from shop is lost, because the event bus nowhere does not exist'])
})

test.each([
  'arn:aws:events:eu-west-1:000000000000:event-bus/orders',
  'arn:aws:events:us-east-1:111111111111:event-bus/orders',
])('an event for %s does not reach the bus of that name here', async (EventBusName) => {
  const { put, receive, log } = await startEventStack({ rules: [rulePlan()] })
  await put({ ...order(), EventBusName })
  expect(await receive('Target')).toEqual([])
  expect(log).toEqual([expect.stringContaining(`the event bus ${EventBusName} does not exist`)])
})

test('a function may put events only on the buses that its role names', async () => {
  const statements = [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn } as const]
  const { settings, stack } = await startEventStack((folder) => ({
    functions: [writeFunction(folder, 'Shop', 'export const handler = () => {}', { statements })],
  }))
  const events = new EventBridgeClient({ ...settings, credentials: stack.identify('Shop') })
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [order()] }))
  expect(FailedEntryCount).toBe(0)
  const elsewhere = new PutEventsCommand({ Entries: [order(), { ...order(), EventBusName: undefined }] })
  await expect(events.send(elsewhere)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      'events:PutEvents on resource: arn:aws:events:us-east-1:000000000000:event-bus/default',
    ),
  })
  events.destroy()
  await stack.idle()
})

test('an unknown key is refused in the protocol of EventBridge', async () => {
  const { settings } = await startEventStack()
  const events = new EventBridgeClient({ ...settings, credentials: { accessKeyId: 'nobody', secretAccessKey: 'x' } })
  await expect(events.send(new PutEventsCommand({ Entries: [order()] }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 400 },
  })
  events.destroy()
})

test('a rule invokes a function with the part of the event that it selects', async () => {
  const code = "export const handler = (event) => console.log('got', JSON.stringify(event))"
  const target = { kind: 'function', arn: functionArn('Log'), input: { kind: 'path', path: '$.detail' } } as const
  const { put, stack, folder } = await startEventStack((folder) => ({
    functions: [writeFunction(folder, 'Log', code)],
    rules: [rulePlan({}, target)],
  }))
  await put(order({ command: 'go', count: 2 }))
  await stack.idle()
  const output = () => readFileSync(path.join(folder, 'data/logs/Log.log'), 'utf8')
  await expect.poll(output).toBe('got {"command":"go","count":2}\n')
})

test('a delivery that fails is retried, then sent to the dead-letter queue with the reason', async () => {
  const retry = { maximumAttempts: 1, maximumAge: 60 }
  const rules = [rulePlan({}, { retry, deadLetterArn: queueArn('Dead'), input: { kind: 'path', path: '$.id' } })]
  const { put, stack, receive } = await startEventStack({ rules })
  const rule = stack.faults.add({ service: 'events', operation: 'InvokeTarget', fault: 'fail', times: 3 })
  await put(order({ id: 3 }))
  stack.clock.move(5_000)
  await stack.idle()
  expect(rule.hits).toBe(2)
  expect(await receive('Target')).toEqual([])
  const [dead] = await receive('Dead')
  expect(JSON.parse(dead?.body ?? '')).toMatchObject({ source: 'shop', detail: { id: 3 } })
  expect(dead?.attributes).toEqual({
    RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/orders/rule',
    TARGET_ARN: queueArn('Target'),
    ERROR_CODE: 'INTERNAL_ERROR',
    ERROR_MESSAGE: 'Internal failure',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    RETRY_ATTEMPTS: '1',
  })
})

test('a repeated delivery reaches the target twice', async () => {
  const { put, stack, receive } = await startEventStack({ rules: [rulePlan()] })
  stack.faults.add({ service: 'events', operation: 'InvokeTarget', resource: 'rule', fault: 'repeat' })
  await put(order())
  await stack.idle()
  expect(await receive('Target')).toHaveLength(2)
})

test('an input that is no valid JSON after its transformation is not retried', async () => {
  const input = { kind: 'transformer', paths: { list: '$.detail.list' }, template: '{"x":"<list>"}' } as const
  const rules = [rulePlan({}, { input, deadLetterArn: queueArn('Dead') })]
  const { put, stack, receive } = await startEventStack({ rules })
  await put(order({ list: ['a'] }))
  await stack.idle()
  expect((await receive('Dead'))[0]?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON', RETRY_ATTEMPTS: '0' })
})

test('a delivery that hangs is work in progress', async () => {
  const { put, stack, receive } = await startEventStack({ rules: [rulePlan()] })
  const rule = stack.faults.add({ service: 'events', operation: 'InvokeTarget', fault: 'hang' })
  await put(order())
  await expect(stack.idle({ timeoutMs: 20 })).rejects.toThrow('Still busy after 20 ms: deliveries of rule')
  expect(await receive('Target')).toEqual([])
  rule.remove()
  await stack.idle()
  expect(await receive('Target')).toHaveLength(1)
})
