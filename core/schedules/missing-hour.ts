import { openZone } from 'schedule-expressions/wall-time'

/**
 * EventBridge leaves out a run whose wall time does not exist because clocks go forward over it. So that such a day has its
 * issue, a digest of those hours is asked for a second time an hour later, and that run counts on such a day only.
 */

const years = { first: 2024, last: 2037 } as const
const oneHour = 3_600_000
const oneDay = 24 * oneHour

/** The expression of the second run; undefined where the zone never skips that time, or there is more than one time a day. */
export function missingHourExpression(expression: string, timeZone: string): string | undefined {
  const [, minutes, hours, rest] = /^cron\((\d+) (\d+) (.*)\)$/.exec(expression) ?? []
  if (minutes === undefined || hours === undefined || !isEverSkipped(Number(hours), Number(minutes), timeZone))
    return undefined
  return `cron(${minutes} ${Number(hours) + 1} ${rest})`
}

/** Whether a second run stands for one that was left out: the wall clock never read an hour less that day. */
export function replacesSkippedRun(scheduledAt: string, timeZone: string): boolean {
  const zone = openZone(timeZone)
  return zone.instant(new Date(zone.wallTime(new Date(scheduledAt)).getTime() - oneHour)) === undefined
}

/** Clocks go forward at night. */
function isEverSkipped(hours: number, minutes: number, timeZone: string): boolean {
  if (hours > 3) return false
  const zone = openZone(timeZone)
  const last = Date.UTC(years.last, 11, 31)
  for (let day = Date.UTC(years.first, 0, 1); day <= last; day += oneDay) {
    if (zone.instant(new Date(day + hours * oneHour + minutes * 60_000)) === undefined) return true
  }
  return false
}
