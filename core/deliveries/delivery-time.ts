import type { Issue } from '../issues/issue.ts'
import { isTimeZone } from '../publication.ts'
import { nextTimeOfDay } from '../schedules/time-of-day.ts'
import { maximumQueueDelay } from './limits.ts'

/**
 * Returns the instant from which a subscriber may be mailed an issue: the first time since the issue was due that it is the
 * digest's time of day in their time zone. Undefined if the issue is delivered at once, as all issues are that an operator
 * composed.
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
