import { expect, test } from 'vitest'
import type { DeliveryPlan } from '../../src/template/stack-plan.ts'
import { functionArn, queueArn, startEventStack } from '../events/event-stack.ts'
import { asyncInvocation, writeFunction } from '../lambda/bundles.ts'
import { deliveryPlan } from './plans.ts'

const scheduleArn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/hourly'

/** Runs a stack with a schedule, and a function that echoes to the queue `Target`. */
function start(target: Partial<DeliveryPlan> & { input?: string } = {}) {
  const onSuccess = { kind: 'queue', arn: queueArn('Target') } as const
  const schedule = { logicalId: 'Hourly', name: 'hourly', arn: scheduleArn, timeZone: 'UTC', enabled: true }
  const plan = deliveryPlan({ kind: 'function', arn: functionArn('Echo'), deadLetterArn: queueArn('Dead'), ...target })
  return startEventStack((folder) => ({
    functions: [
      writeFunction(folder, 'Echo', 'export const handler = async (event) => event', {
        asyncInvocation: asyncInvocation({ onSuccess }),
      }),
    ],
    schedules: [{ ...schedule, expression: 'rate(1 hour)', target: { input: '{"go":1}', ...target, ...plan } }],
  }))
}

test('a schedule invokes its function asynchronously with its input', async () => {
  const { stack, receive } = await start()
  stack.clock.move(3_600_000)
  await stack.idle()
  const [message] = await receive('Target')
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ requestPayload: { go: 1 }, responsePayload: { go: 1 } })
})

test('a run that cannot be delivered is retried, then sent to the dead-letter queue of the schedule', async () => {
  const { stack, receive } = await start({ retry: { maximumAttempts: 0, maximumAge: 60 } })
  stack.faults.add({ service: 'scheduler', resource: 'hourly', fault: 'throttle' })
  await stack.fire('Hourly')
  await stack.idle()
  const [message] = await receive('Dead')
  expect(message?.body).toBe('{"go":1}')
  expect(message?.attributes).toEqual({
    SCHEDULE_ARN: scheduleArn,
    SCHEDULED_TIME: expect.stringMatching(/^20.*Z$/),
    EXECUTION_ID: expect.any(String),
    TARGET_ARN: functionArn('Echo'),
    ERROR_CODE: 'THROTTLING',
    ERROR_MESSAGE: 'Rate exceeded',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    RETRY_ATTEMPTS: '0',
  })
})

test('an event that is too old for its next retry is given up', async () => {
  const { stack, receive } = await start({ retry: { maximumAttempts: 185, maximumAge: 60 } })
  const rule = stack.faults.add({ service: 'scheduler', fault: 'fail', times: 1000 })
  await stack.fire('Hourly')
  await expect.poll(() => rule.hits).toBeGreaterThan(0)
  stack.clock.move(59_500)
  await stack.idle()
  expect((await receive('Dead'))[0]?.attributes).toMatchObject({
    EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
  })
})

test('a function gets no input that is not JSON', async () => {
  const { stack, receive } = await start({ input: 'go' })
  await stack.fire('Hourly')
  await stack.idle()
  expect((await receive('Dead'))[0]?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON' })
})

test('a delivery whose answer is lost reaches the target again', async () => {
  const { stack, receive } = await start({ kind: 'queue', arn: queueArn('Target') })
  stack.faults.add({ service: 'scheduler', fault: 'lose-response' })
  await stack.fire('Hourly')
  stack.clock.move(2_000)
  await stack.idle()
  expect(await receive('Target')).toHaveLength(2)
})
