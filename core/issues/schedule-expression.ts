import type { DigestSchedule } from '../publication.ts'

/**
 * A digest's schedule in EventBridge Scheduler's words (`cron(minutes hours day-of-month month day-of-week year)`); the
 * publication's time zone is a property of its own there.
 */
export function scheduleExpression(schedule: DigestSchedule): string {
  if (schedule.every === 'minute') return 'rate(1 minute)'
  const [hours, minutes] = schedule.at.split(':').map(Number)
  const time = `${minutes} ${hours}`
  switch (schedule.every) {
    case 'day':
      return `cron(${time} * * ? *)`
    case 'week':
      return `cron(${time} ? * ${schedule.on.slice(0, 3).toUpperCase()} *)`
    case 'month':
      return `cron(${time} ${schedule.on} * ? *)`
  }
}
