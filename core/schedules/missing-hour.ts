import { openZone } from 'schedule-expressions/wall-time'

/**
 * EventBridge skips a run whose wall time does not exist because the clocks go forward. A digest that is due at such a time
 * therefore has a second schedule an hour later, whose run counts only on such a day.
 */

const years = { first: 2024, last: 2037 } as const
const oneHour = 3_600_000
const oneDay = 24 * oneHour

/** Returns the expression of the second schedule; undefined if the zone never skips that time, or a day has several runs. */
export function missingHourExpression(expression: string, timeZone: string): string | undefined {
  const [, minutes, hours, rest] = /^cron\((\d+) (\d+) (.*)\)$/.exec(expression) ?? []
  if (minutes === undefined || hours === undefined || !isEverSkipped(Number(hours), Number(minutes), timeZone))
    return undefined
  return `cron(${minutes} ${Number(hours) + 1} ${rest})`
}

/** True if the time an hour before a second run did not exist on its day, so that the first run was skipped. */
export function replacesSkippedRun(scheduledAt: string, timeZone: string): boolean {
  const zone = openZone(timeZone)
  return zone.instant(new Date(zone.wallTime(new Date(scheduledAt)).getTime() - oneHour)) === undefined
}

/** Checks every day of some years. Clocks go forward only at night. */
function isEverSkipped(hours: number, minutes: number, timeZone: string): boolean {
  if (hours > 3) return false
  const zone = openZone(timeZone)
  const last = Date.UTC(years.last, 11, 31)
  for (let day = Date.UTC(years.first, 0, 1); day <= last; day += oneDay) {
    if (zone.instant(new Date(day + hours * oneHour + minutes * 60_000)) === undefined) return true
  }
  return false
}
