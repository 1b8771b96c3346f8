import { parseSchedule } from 'schedule-expressions/occurrences'
import { expect, test } from 'vitest'
import type { DigestSchedule } from '../../../core/digest-schedule.ts'
import { scheduleExpressions } from '../../../core/schedules/schedule-expression.ts'

const month = (on: number | string): DigestSchedule => ({ every: 'month', on, at: '07:00' }) as DigestSchedule // callers pass valid days

test.each<[DigestSchedule, readonly string[]]>([
  [{ every: 'minute' }, ['rate(1 minute)']],
  [{ every: 'hour', minute: 15 }, ['cron(15 * * * ? *)']],
  [{ every: 'day', at: '07:05' }, ['cron(5 7 * * ? *)']],
  [{ every: 'week', on: 'monday', at: '00:00' }, ['cron(0 0 ? * MON *)']],
  [{ every: 'month', on: 28, at: '23:59' }, ['cron(59 23 28 * ? *)']],
  [month('first day'), ['cron(0 7 1 * ? *)']],
  [{ every: 'rule', cron: '30 6 ? * 2-6 *' }, ['cron(30 6 ? * 2-6 *)']],
])('%j is written as %s for EventBridge', (schedule, expressions) => {
  expect(scheduleExpressions(schedule)).toEqual(expressions)
})

test.each<[number | string, readonly string[]]>([
  [31, ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30']],
  [30, ['01-30', '02-28', '03-30', '04-30', '05-30', '06-30']],
  [29, ['01-29', '02-28', '03-29', '04-29', '05-29', '06-29']],
  ['last day', ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30']],
  ['first monday', ['01-05', '02-02', '03-02', '04-06', '05-04', '06-01']],
  ['third sunday', ['01-18', '02-15', '03-15', '04-19', '05-17', '06-21']],
  ['last friday', ['01-30', '02-27', '03-27', '04-24', '05-29', '06-26']],
  ['first workday', ['01-01', '02-02', '03-02', '04-01', '05-01', '06-01']],
])('each month of 2026 has one issue on %s', (on, days) => {
  const start = new Date('2025-12-31T23:00:00Z')
  const dates = scheduleExpressions(month(on)).flatMap((expression) => {
    const { next } = parseSchedule(expression, 'UTC')
    const times: string[] = []
    for (let at = next(start, start); at && at < new Date('2026-07-01'); at = next(at, start))
      times.push(at.toISOString())
    return times
  })
  expect(dates.toSorted().map((at) => at.slice(5, 10))).toEqual(days)
})

test('a digest of the 29th has an issue in February of a leap year', () => {
  const start = new Date('2028-02-01T00:00:00Z')
  const times = scheduleExpressions(month(29)).map((expression) => parseSchedule(expression, 'UTC').next(start, start))
  expect(times.map((at) => at?.toISOString().slice(0, 10))).toContain('2028-02-29')
})
