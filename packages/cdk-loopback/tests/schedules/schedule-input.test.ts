import { expect, test } from 'vitest'
import { composeRun } from '../../src/schedules/schedule-input.ts'
import { deliveryPlan } from '../deliveries/plans.ts'

const plan = {
  logicalId: 'Daily',
  name: 'daily',
  arn: 'arn:aws:scheduler:us-east-1:1:schedule/default/daily',
  expression: 'rate(1 day)',
  timeZone: 'UTC',
  enabled: true,
  target: deliveryPlan({ kind: 'queue', arn: 'arn:aws:sqs:us-east-1:1:jobs' }),
}
const compose = (input: string, at = '2026-01-02T03:04:05.678Z') =>
  composeRun({ ...plan, target: { ...plan.target, input } }, new Date(at)).input

test('context attributes are filled in, unknown ones stay', () => {
  expect(compose('<aws.scheduler.scheduled-time> <aws.scheduler.attempt-number> <aws.scheduler.other>')).toBe(
    '2026-01-02T03:04:05Z 1 <aws.scheduler.other>',
  )
  expect(compose('<aws.scheduler.schedule-arn>')).toBe('arn:aws:scheduler:us-east-1:1:schedule/default/daily')
})

test('the execution id depends on the scheduled time only', () => {
  const id = '<aws.scheduler.execution-id>'
  expect(compose(id)).toBe(compose(id))
  expect(compose(id)).not.toBe(compose(id, '2026-01-03T03:04:05.678Z'))
})

test('a dead letter names the schedule, the time and the run', () => {
  const target = { ...plan.target, input: '<aws.scheduler.execution-id>' }
  const { input, attributes } = composeRun({ ...plan, target }, new Date('2026-01-02T03:04:05.678Z'))
  expect(attributes).toEqual({
    SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:1:schedule/default/daily',
    SCHEDULED_TIME: '2026-01-02T03:04:05Z',
    EXECUTION_ID: input,
  })
})
