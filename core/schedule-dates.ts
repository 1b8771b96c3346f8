import type { DigestSchedule } from './digest-schedule.ts'

const oneWeek = 7 * 24 * 60 * 60 * 1000 // milliseconds

/** Returns the wall time of a schedule, such as `07:00`; undefined if it has none, or several on a day. */
export function wallTimeOf(schedule: DigestSchedule): string | undefined {
  if ('at' in schedule) return schedule.at
  if (schedule.every !== 'rule') return undefined
  const [, minutes, hours] = /^(\d\d?) (\d\d?) /.exec(schedule.cron) ?? []
  return minutes && hours && `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`
}

/**
 * Returns true if a digest is due on a date that its expressions match. A schedule of EventBridge has no "every other
 * week": it matches each week, and the runs of the weeks between do nothing.
 * @param date as in the publication's time zone: a Date whose UTC fields show the wall clock's time
 */
export function countsOn(schedule: DigestSchedule, date: Date): boolean {
  const start = firstDay(schedule)
  if (start === undefined || !('interval' in schedule || 'from' in schedule)) return true
  if (date < start) return false
  const { interval = 1 } = schedule
  const passed =
    schedule.every === 'week'
      ? Math.floor((date.getTime() - start.getTime()) / oneWeek)
      : (date.getUTCFullYear() - start.getUTCFullYear()) * 12 + date.getUTCMonth() - start.getUTCMonth()
  return passed % interval === 0
}

/** Returns the date before which no issue is due, as a wall time; undefined if the schedule has none. */
export function firstDay(schedule: DigestSchedule): Date | undefined {
  if (!('from' in schedule) || schedule.from === undefined) return undefined
  return new Date(schedule.every === 'week' ? `${schedule.from}T00:00:00Z` : `${schedule.from}-01T00:00:00Z`)
}
