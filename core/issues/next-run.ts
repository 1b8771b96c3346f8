import type { DigestSchedule } from '../digest-settings.ts'
import { parseSchedule } from './occurrences.ts'
import { scheduleExpressions } from './schedule-expression.ts'

/** When a digest is due next after an instant; undefined for one that goes out at once, and for a rule that has ended. */
export function nextRun(schedule: DigestSchedule, timeZone: string, after: string): string | undefined {
  if (schedule.every === 'minute') return undefined
  const from = new Date(after)
  const times = scheduleExpressions(schedule).map((expression) => parseSchedule(expression, timeZone).next(from, from))
  const due = times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime())
  return due[0]?.toISOString()
}
