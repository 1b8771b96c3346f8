import { expect, test } from 'vitest'
import { composeInput } from '../../src/schedules/schedule-input.ts'

const plan = {
  logicalId: 'Daily',
  name: 'daily',
  expression: 'rate(1 day)',
  timeZone: 'UTC',
  enabled: true,
  target: { kind: 'queue', arn: 'arn:aws:sqs:us-east-1:1:jobs' },
} as const
const compose = (input: string, at = '2026-01-02T03:04:05.678Z') =>
  composeInput({ ...plan, target: { ...plan.target, input } }, { region: 'us-east-1', account: '1' }, new Date(at))

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
