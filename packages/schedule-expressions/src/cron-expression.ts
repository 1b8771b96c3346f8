import { Cron } from 'croner'
import { checkCronFields } from './cron-fields.ts'

/** EventBridge's first year begins after it. */
const beginning = new Date(Date.UTC(1969, 11, 31, 23, 59, 59))
const maximum = { minutes: 59, hours: 23, dayOfMonth: 31, month: 12, dayOfWeek: 7, year: 2199 }

/**
 * Parses the fields of EventBridge's `cron(minutes hours day-of-month month day-of-week year)`. Returns a function that
 * finds the next wall time, a Date whose UTC fields show the wall clock's time.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @throws {Error} for an expression that EventBridge refuses
 */
export function parseCron(expression: string): (afterWallTime: Date) => Date | undefined {
  const fields = expression.trim().split(/\s+/)
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields
  checkCronFields(fields)
  const pattern = [
    0,
    stepsToRanges(minutes, maximum.minutes),
    stepsToRanges(hours, maximum.hours),
    stepsToRanges(dayOfMonth, maximum.dayOfMonth),
    stepsToRanges(month, maximum.month),
    dayOfWeek === 'L' ? '7' : stepsToRanges(dayOfWeek, maximum.dayOfWeek),
    stepsToRanges(year, maximum.year),
  ].join(' ')
  // Quartz weekdays: 1 is Sunday. The caller handles DST, so this uses UTC, which skips and repeats nothing.
  const cron = new Cron(pattern, { paused: true, mode: '7-part', alternativeWeekdays: true, timezone: 'UTC' })
  if (!cron.nextRun(beginning)) throw new Error('no date ever matches it')
  return (after) => cron.nextRun(after) ?? undefined
}

/** Rewrites EventBridge's `5/15` as croner's `5-59/15`. */
function stepsToRanges(field: string, last: number): string {
  return field.replaceAll(/(^|,)(\d+)\//g, `$1$2-${last}/`)
}
