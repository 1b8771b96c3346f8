import { expect, test } from 'vitest'
import { digestSchedule } from '../../core/digest-schedule.ts'

const messages = (schedule: object) =>
  digestSchedule.safeParse(schedule).error?.issues.map(({ message }) => message) ?? []

test.each([
  [{ every: 'day', at: '7:00' }, '24-hour time'],
  [{ every: 'day', at: '24:00' }, '24-hour time'],
  [{ every: 'month', on: 'fifth monday', at: '07:00' }, 'first monday'],
  [{ every: 'hour', minute: 60 }, '<=59'],
  [{ every: 'rule', cron: '0 7 * * *' }, 'six fields'],
  [{ every: 'rule', cron: '0 7 ? * MON/2 *' }, 'list its days, such as MON,WED,FRI'],
  [{ every: 'rule', cron: '0 7 ? * 2#1,2#3 *' }, 'use "#" only once and alone'],
  [{ every: 'rule', cron: '0 25 * * ? *' }, 'hours: "25" is not possible; use 0 to 23'],
  [{ every: 'rule', cron: '0 7 30 2 ? *' }, 'no date ever matches it'],
  [{ every: 'week', on: 'friday', at: '07:00', interval: 2 }, 'say when the digest begins'],
  [{ every: 'month', on: 1, at: '07:00', interval: 2 }, 'say when the digest begins'],
  [
    { every: 'week', on: 'monday', at: '07:00', interval: 2, from: '2026-01-02' },
    '2026-01-02 is a friday, and the digest is due on a monday; use 2026-01-05',
  ],
  [{ every: 'week', on: 'monday', at: '07:00', interval: 2, from: '2026-02-30' }, 'there is no such date'],
  [{ every: 'week', on: 'monday', at: '07:00', interval: 2, from: 'soon' }, 'use a date such as'],
  [{ every: 'month', on: 1, at: '07:00', interval: 2, from: '2026-01-02' }, 'use a month such as'],
  [{ every: 'week', on: 'monday', at: '07:00', interval: 0, from: '2026-01-05' }, '>=1'],
  [{ every: 'day', at: '07:00', interval: 2 }, 'interval'],
])('the schedule %j is refused with what to write instead', (schedule, text) => {
  expect(messages(schedule).join()).toContain(text)
})
