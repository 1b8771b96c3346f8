import { isTimeZone } from '../configured-names.ts'
import type { Issue, IssueSettings } from '../issues/issue.ts'
import { nextTimeOfDay } from '../schedules/time-of-day.ts'
import { maximumQueueDelay } from './limits.ts'

/**
 * Returns the earliest instant at which an issue may be mailed to a subscriber: the first occurrence of the digest's
 * time of day in their time zone since the issue was due. If the issue was composed or approved so late that this time of
 * day had passed long before, it is the next one. Undefined if the issue is delivered at once, like every issue that an
 * operator requested.
 */
export function deliveryTime(issue: Issue, timeZone: string): string | undefined {
  const { settings, scheduledAt, composedAt, approvedAt = composedAt } = issue
  if (settings.deliver !== 'subscriber-time' || settings.at === undefined || scheduledAt === undefined) return undefined
  if (!isTimeZone(timeZone)) return undefined
  const earliest = Math.max(Date.parse(scheduledAt), Date.parse(approvedAt) - lateMinutes(settings) * 60_000)
  return nextTimeOfDay(settings.at, timeZone, new Date(earliest - 1)).toISOString()
}

/** Returns how many minutes after their time of day readers still get an issue on that day: until `notAfter`, or for four hours. */
export function lateMinutes({ at, notAfter }: Pick<IssueSettings, 'at' | 'notAfter'>): number {
  if (at === undefined || notAfter === undefined) return 240
  return (minutesOf(notAfter) - minutesOf(at) + 1440) % 1440
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** Seconds for which a queue should delay a message that is not due yet; 0 if it is due. */
export function queueDelay(notBefore: string | undefined, now: Date): number {
  if (notBefore === undefined) return 0
  const seconds = Math.ceil((Date.parse(notBefore) - now.getTime()) / 1000)
  return Math.max(0, Math.min(seconds, maximumQueueDelay))
}
