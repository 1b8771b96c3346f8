import { weekdays } from '../configured-names.ts'
import type { DigestSchedule } from '../digest-schedule.ts'

/**
 * Returns the expressions of EventBridge Scheduler for a digest (`cron(minutes hours day-of-month month day-of-week
 * year)`); the time zone is a separate property there. Some schedules need two: a digest of the 30th is due on the last
 * day of February.
 */
export function scheduleExpressions(schedule: DigestSchedule): readonly string[] {
  if (schedule.every === 'minute') return ['rate(1 minute)']
  return cronFields(schedule).map((fields) => `cron(${fields})`)
}

function cronFields(schedule: Exclude<DigestSchedule, { every: 'minute' }>): readonly string[] {
  if (schedule.every === 'rule') return [schedule.cron]
  if (schedule.every === 'hour') return [`${schedule.minute} * * * ? *`]
  const [hours, minutes] = schedule.at.split(':').map(Number)
  const time = `${minutes} ${hours}`
  switch (schedule.every) {
    case 'day':
      return [`${time} * * ? *`]
    case 'week':
      return [`${time} ? * ${schedule.on.slice(0, 3).toUpperCase()} *`]
    case 'month':
      return daysOfMonth(schedule.on).map((day) => `${time} ${day} *`)
  }
}

/** Returns the fields for day of the month, month and day of the week. */
function daysOfMonth(on: number | string): readonly string[] {
  if (typeof on === 'string') return [namedDay(on)]
  if (on <= 28) return [`${on} * ?`]
  if (on === 31) return ['L * ?']
  return [`${on} 1,3-12 ?`, 'L 2 ?']
}

function namedDay(on: string): string {
  const [which = '', day = ''] = on.split(' ')
  if (day === 'day') return which === 'last' ? 'L * ?' : '1 * ?'
  if (day === 'workday') return '1W * ?'
  const names: readonly string[] = weekdays
  const weekday = names.indexOf(day) + 1
  const nth = ['first', 'second', 'third', 'fourth'].indexOf(which) + 1
  return which === 'last' ? `? * ${weekday}L` : `? * ${weekday}#${nth}`
}
