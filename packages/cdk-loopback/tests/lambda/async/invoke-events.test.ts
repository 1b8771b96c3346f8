import { readFileSync } from 'node:fs'
import path from 'node:path'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import type { AsyncInvocationPlan, FunctionPlan } from '../../../src/template/stack-plan.ts'
import { type EventStack, functionArn, queueArn, startEventStack } from '../../events/event-stack.ts'
import { asyncInvocation, writeFunction } from '../bundles.ts'

const failing = "export const handler = ({ id }) => { throw new TypeError('no ' + id) }"
const dead = { kind: 'queue', arn: queueArn('Dead') } as const
const minute = 60_000

/** Runs a stack with the function `Work`. */
function start(code: string, settings: Partial<AsyncInvocationPlan> = {}, plan: Partial<FunctionPlan> = {}) {
  return startEventStack((folder) => ({
    functions: [writeFunction(folder, 'Work', code, { asyncInvocation: asyncInvocation(settings), ...plan })],
  }))
}

async function send({ settings }: EventStack, payload: object): Promise<string | undefined> {
  const lambda = new LambdaClient(settings)
  const input = { FunctionName: 'Test-Work', InvocationType: 'Event', Payload: JSON.stringify(payload) } as const
  const { StatusCode, $metadata } = await lambda.send(new InvokeCommand(input))
  lambda.destroy()
  expect(StatusCode).toBe(202)
  return $metadata.requestId
}

const errors = ({ log }: EventStack) => log.filter((line) => line.startsWith('Work: TypeError'))

test('an event that fails is retried after one and two minutes, then sent to the failure destination', async () => {
  const started = await start(failing, { onFailure: dead })
  const { stack, receive } = started
  const requestId = await send(started, { id: 7 })
  await expect.poll(() => errors(started)).toHaveLength(1)
  await expect(stack.idle({ timeoutMs: 20 })).rejects.toThrow('Still busy after 20 ms: events of function Work')
  stack.clock.move(minute / 2)
  await expect(stack.idle({ timeoutMs: 200 })).rejects.toThrow('events of function Work')
  expect(errors(started)).toHaveLength(1)
  stack.clock.move(minute / 2)
  await expect.poll(() => errors(started)).toHaveLength(2)
  stack.clock.move(2 * minute)
  await stack.idle()
  expect(errors(started)).toHaveLength(3)
  const [message] = await receive('Dead')
  expect(JSON.parse(message?.body ?? '')).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/^20.*Z$/),
    requestContext: {
      requestId,
      functionArn: `${functionArn('Work')}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { id: 7 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: 'TypeError',
      errorMessage: 'no 7',
      trace: expect.arrayContaining(['TypeError: no 7']),
    },
  })
})

test('the dead-letter queue of a function gets the event itself, with the error in attributes', async () => {
  const started = await start(failing, { maximumRetryAttempts: 0, deadLetter: dead })
  const requestId = await send(started, { id: 1 })
  await started.stack.idle()
  const [message] = await started.receive('Dead')
  expect(message?.body).toBe('{"id":1}')
  expect(message?.attributes).toMatchObject({ RequestID: requestId, ErrorCode: '200' })
  expect(message?.attributes.ErrorMessage).toContain('no 1')
})

test('the success destination gets the result', async () => {
  const code = 'export const handler = async (event, { awsRequestId }) => ({ ...event, awsRequestId })'
  const started = await start(code, { onSuccess: { kind: 'queue', arn: queueArn('Target') } })
  const requestId = await send(started, { id: 1 })
  await started.stack.idle()
  const [message] = await started.receive('Target')
  expect(JSON.parse(message?.body ?? '')).toMatchObject({
    requestContext: { requestId, condition: 'Success', approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { id: 1, awsRequestId: requestId },
  })
})

test('throttling does not count as an attempt, but an event expires', async () => {
  const started = await start(failing, { maximumRetryAttempts: 0, maximumEventAge: 60, onFailure: dead })
  const { stack, receive } = started
  const rule = stack.faults.add({ service: 'lambda', resource: 'Work', fault: 'throttle', times: 100 })
  await send(started, { id: 1 })
  for (const hits of [1, 2, 3]) {
    await expect.poll(() => rule.hits).toBeGreaterThanOrEqual(hits)
    stack.clock.move(2 ** hits * 1000)
  }
  stack.clock.move(5 * minute)
  await stack.idle()
  const [message] = await receive('Dead')
  const record = JSON.parse(message?.body ?? '')
  expect(record.requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 })
  expect(record).not.toHaveProperty('responseContext')
  expect(errors(started)).toEqual([])
})

test('a function without reserved concurrency gets no events', async () => {
  const started = await start(failing, { onFailure: dead }, { reservedConcurrency: 0 })
  await send(started, { id: 1 })
  await started.stack.idle()
  const [message] = await started.receive('Dead')
  expect(JSON.parse(message?.body ?? '').requestContext.condition).toBe('ZeroReservedConcurrency')
})

test('an event may be delivered twice', async () => {
  const code = "export const handler = async ({ id }) => console.log('event', id)"
  const started = await start(code, { onSuccess: { kind: 'queue', arn: queueArn('Target') } })
  started.stack.faults.add({ service: 'lambda', operation: 'Invoke', fault: 'repeat' })
  await send(started, { id: 5 })
  await started.stack.idle()
  const output = () => readFileSync(path.join(started.folder, 'data/logs/Work.log'), 'utf8')
  await expect.poll(output).toBe('event 5\nevent 5\n')
  expect(await started.receive('Target')).toHaveLength(1)
})

test('an event waits for its retry across a restart', async () => {
  const started = await start(failing, { maximumRetryAttempts: 1, onFailure: dead })
  await send(started, { id: 1 })
  await expect.poll(() => errors(started)).toHaveLength(1)
  const restarted = await started.restart()
  await expect(restarted.stack.idle({ timeoutMs: 200 })).rejects.toThrow('events of function Work')
  expect(errors(restarted)).toEqual([])
  restarted.stack.clock.move(minute)
  await restarted.stack.idle()
  expect(errors(restarted)).toHaveLength(1)
  expect(await restarted.receive('Dead')).toHaveLength(1)
})
