import type { Issue } from '../issues/issue.ts'
import { isTimeZone } from '../publication.ts'
import { nextTimeOfDay } from '../schedules/time-of-day.ts'

/**
 * When a subscriber is to be mailed, an instant: when it is the digest's time of day where they are, for the first time
 * since the issue was due. Undefined: at once, as everywhere else and in what an operator sends.
 */
export function deliveryTime(issue: Issue, timeZone: string): string | undefined {
  const { settings, scheduledAt } = issue
  if (settings.deliver !== 'subscriber-time' || settings.at === undefined || scheduledAt === undefined) return undefined
  if (!isTimeZone(timeZone)) return undefined
  return nextTimeOfDay(settings.at, timeZone, new Date(Date.parse(scheduledAt) - 1)).toISOString()
}

/** Seconds until then that a queue may wait at a time; 0: it is time. */
export function queueDelay(notBefore: string | undefined, now: Date): number {
  if (notBefore === undefined) return 0
  const seconds = Math.ceil((Date.parse(notBefore) - now.getTime()) / 1000)
  return Math.max(0, Math.min(seconds, longestDelay))
}

/** Seconds: SQS delays no longer, so the message comes back and waits again. */
const longestDelay = 900
