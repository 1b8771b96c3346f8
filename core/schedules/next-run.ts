import { parseSchedule } from 'schedule-expressions/occurrences'
import { openZone } from 'schedule-expressions/wall-time'
import type { DigestSchedule } from '../digest-schedule.ts'
import { countsOn, firstDay } from '../schedule-dates.ts'
import { missingHourExpression, replacesSkippedRun } from './missing-hour.ts'
import { scheduleExpressions } from './schedule-expression.ts'

const twoDays = 2 * 24 * 60 * 60 * 1000 // milliseconds

/** Returns when a digest is due next. Undefined for an instant digest, and for a cron rule without a further date. */
export function nextRun(schedule: DigestSchedule, timeZone: string, after: string): string | undefined {
  if (schedule.every === 'minute') return undefined
  // A zone is at most 14 hours ahead of UTC.
  const start = Math.max(Date.parse(after), (firstDay(schedule)?.getTime() ?? 0) - twoDays)
  const times = scheduleExpressions(schedule).map((expression) =>
    nextOf(expression, schedule, timeZone, new Date(start)),
  )
  const due = times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime())
  return due[0]?.toISOString()
}

/** Leaves out runs that do not count. Includes the run an hour later on a day that skips the usual time. */
function nextOf(expression: string, schedule: DigestSchedule, timeZone: string, after: Date): Date | undefined {
  const { wallTime } = openZone(timeZone)
  const counts = (time: Date) => countsOn(schedule, wallTime(time))
  const usual = firstOf(expression, timeZone, after, counts)
  const second = missingHourExpression(expression, timeZone)
  if (usual === undefined || second === undefined) return usual
  const replaces = (time: Date) => replacesSkippedRun(time.toISOString(), timeZone) && counts(time)
  return firstOf(second, timeZone, after, replaces, usual) ?? usual
}

/** Returns the first occurrence that satisfies a condition, and is before an instant. */
function firstOf(
  expression: string,
  timeZone: string,
  after: Date,
  condition: (time: Date) => boolean,
  before?: Date,
): Date | undefined {
  const { next } = parseSchedule(expression, timeZone)
  for (let time = next(after, after); time && !(before && time >= before); time = next(time, after)) {
    if (condition(time)) return time
  }
  return undefined
}
