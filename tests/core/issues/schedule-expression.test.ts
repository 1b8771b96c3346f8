import { expect, test } from 'vitest'
import { scheduleExpression } from '../../../core/issues/schedule-expression.ts'

test.each([
  [{ every: 'minute' }, 'rate(1 minute)'],
  [{ every: 'day', at: '07:05' }, 'cron(5 7 * * ? *)'],
  [{ every: 'week', on: 'monday', at: '00:00' }, 'cron(0 0 ? * MON *)'],
  [{ every: 'month', on: 28, at: '23:59' }, 'cron(59 23 28 * ? *)'],
] as const)('%j is %s to EventBridge', (schedule, expression) => {
  expect(scheduleExpression(schedule)).toBe(expression)
})
