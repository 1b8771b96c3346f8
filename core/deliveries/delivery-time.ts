import { isTimeZone } from '../configured-names.ts'
import type { Issue } from '../issues/issue.ts'
import { nextTimeOfDay } from '../schedules/time-of-day.ts'
import { maximumQueueDelay } from './limits.ts'

/**
 * Returns the earliest instant at which an issue may be mailed to a subscriber: the first occurrence of the digest's
 * time of day in their time zone since the issue was due. Undefined if the issue is delivered at once, like every issue
 * that an operator requested.
 */
export function deliveryTime(issue: Issue, timeZone: string): string | undefined {
  const { settings, scheduledAt } = issue
  if (settings.deliver !== 'subscriber-time' || settings.at === undefined || scheduledAt === undefined) return undefined
  if (!isTimeZone(timeZone)) return undefined
  return nextTimeOfDay(settings.at, timeZone, new Date(Date.parse(scheduledAt) - 1)).toISOString()
}

/** Seconds for which a queue should delay a message that is not due yet; 0 if it is due. */
export function queueDelay(notBefore: string | undefined, now: Date): number {
  if (notBefore === undefined) return 0
  const seconds = Math.ceil((Date.parse(notBefore) - now.getTime()) / 1000)
  return Math.max(0, Math.min(seconds, maximumQueueDelay))
}
