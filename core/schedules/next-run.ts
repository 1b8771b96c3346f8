import { parseSchedule } from 'schedule-expressions/occurrences'
import type { DigestSchedule } from '../digest-settings.ts'
import { missingHourExpression, replacesSkippedRun } from './missing-hour.ts'
import { scheduleExpressions } from './schedule-expression.ts'

/** Returns when a digest is due next. Undefined for an instant digest, and for a cron rule without a further date. */
export function nextRun(schedule: DigestSchedule, timeZone: string, after: string): string | undefined {
  if (schedule.every === 'minute') return undefined
  const times = scheduleExpressions(schedule).map((expression) => nextOf(expression, timeZone, new Date(after)))
  const due = times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime())
  return due[0]?.toISOString()
}

/** Includes the run an hour later on a day that skips the usual time. */
function nextOf(expression: string, timeZone: string, after: Date): Date | undefined {
  const usual = parseSchedule(expression, timeZone).next(after, after)
  const second = missingHourExpression(expression, timeZone)
  if (usual === undefined || second === undefined) return usual
  const shifted = parseSchedule(second, timeZone)
  for (let time = shifted.next(after, after); time && time < usual; time = shifted.next(time, after)) {
    if (replacesSkippedRun(time.toISOString(), timeZone)) return time
  }
  return usual
}
