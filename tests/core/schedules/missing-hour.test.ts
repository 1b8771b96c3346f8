import { parseSchedule } from 'schedule-expressions/occurrences'
import { expect, test } from 'vitest'
import { missingHourExpression, replacesSkippedRun } from '../../../core/schedules/missing-hour.ts'

test.each([
  ['cron(30 2 * * ? *)', 'Europe/Berlin', 'cron(30 3 * * ? *)'],
  ['cron(30 1 ? * 1#4 *)', 'Europe/London', 'cron(30 2 ? * 1#4 *)'],
  ['cron(15 2 * * ? *)', 'Australia/Lord_Howe', 'cron(15 3 * * ? *)'],
  ['cron(0 0 * * ? *)', 'America/Santiago', 'cron(0 1 * * ? *)'],
  ['cron(30 2 * * ? *)', 'Europe/London', undefined],
  ['cron(30 2 * * ? *)', 'Asia/Tokyo', undefined],
  ['cron(0 7 * * ? *)', 'Europe/Berlin', undefined],
  ['cron(30 2,7 * * ? *)', 'Europe/Berlin', undefined],
  ['rate(1 minute)', 'Europe/Berlin', undefined],
])('%s in %s has the second schedule %s', (expression, timeZone, second) => {
  expect(missingHourExpression(expression, timeZone)).toBe(second)
})

test.each(['Europe/Berlin', 'America/New_York', 'Europe/London', 'America/Santiago', 'Australia/Lord_Howe'])(
  'every day of two years has exactly one run at a time that %s skips or repeats',
  (timeZone) => {
    const day = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' })
    for (const hours of [0, 1, 2]) {
      const expression = `cron(15 ${hours} * * ? *)`
      const second = missingHourExpression(expression, timeZone)
      const runs = [
        ...timesOf(expression, timeZone),
        ...(second ? timesOf(second, timeZone).filter((at) => replacesSkippedRun(at, timeZone)) : []),
      ]
      const days = runs.map((at) => day.format(new Date(at)))
      expect(new Set(days).size).toBe(days.length)
      expect(days).toHaveLength(730)
    }
  },
)

function timesOf(expression: string, timeZone: string): string[] {
  const { next } = parseSchedule(expression, timeZone)
  const [start, end] = [new Date('2026-01-01T12:00:00Z'), new Date('2028-01-01T12:00:00Z')]
  const times: string[] = []
  for (let at = next(start, start); at && at < end; at = next(at, start)) times.push(at.toISOString())
  return times
}
