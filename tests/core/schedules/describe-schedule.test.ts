import { expect, test } from 'vitest'
import type { DigestSchedule } from '../../../core/digest-schedule.ts'
import { describeSchedule } from '../../../core/schedules/describe-schedule.ts'

test.each<[DigestSchedule, string]>([
  [{ every: 'minute' }, 'within a minute of each article'],
  [{ every: 'hour', minute: 0 }, 'every hour, on the hour'],
  [{ every: 'hour', minute: 1 }, 'every hour, 1 minute past'],
  [{ every: 'hour', minute: 20 }, 'every hour, 20 minutes past'],
  [{ every: 'day', at: '07:00' }, 'every day at 07:00 (Europe/London)'],
  [{ every: 'week', on: 'monday', at: '07:00' }, 'every Monday at 07:00 (Europe/London)'],
  [
    { every: 'week', on: 'friday', at: '18:30', interval: 2, from: '2026-01-02' },
    'every second Friday at 18:30 (Europe/London)',
  ],
  [{ every: 'month', on: 1, at: '07:00' }, 'on the 1st of every month at 07:00 (Europe/London)'],
  [{ every: 'month', on: 12, at: '07:00' }, 'on the 12th of every month at 07:00 (Europe/London)'],
  [{ every: 'month', on: 22, at: '07:00' }, 'on the 22nd of every month at 07:00 (Europe/London)'],
  [{ every: 'month', on: 'last day', at: '07:00' }, 'on the last day of every month at 07:00 (Europe/London)'],
  [
    { every: 'month', on: 'first monday', at: '07:00', interval: 3, from: '2026-01' },
    'on the first Monday of every 3rd month at 07:00 (Europe/London)',
  ],
  [{ every: 'rule', cron: '0 7 ? * MON *' }, 'by the rule “0 7 ? * MON *” (Europe/London)'],
])('a schedule is described in words: %j', (schedule, words) => {
  expect(describeSchedule(schedule, 'Europe/London')).toBe(words)
})
