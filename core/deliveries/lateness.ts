import type { Issue } from '../issues/issue.ts'
import { estimateEnd } from './progress.ts'
import type { SharedPace } from './send-pace.ts'

const hour = 3_600_000

/** Milliseconds that an issue may take longer than expected. */
const tolerance = 2 * hour

/** Milliseconds within which a time of day occurs in every time zone, on a day when clocks change as well. */
const everyTimeZone = 26 * hour

/** Returns the instant after which it is a problem that an issue is still being planned, or waits after a command. */
export function lateAfter(at: string): string {
  return new Date(Date.parse(at) + tolerance).toISOString()
}

/**
 * Returns the instant after which it is a problem that a planned issue has not ended: after twice the time that its mails
 * should take at the present pace.
 */
export function lateAfterPlanning(
  { settings }: Pick<Issue, 'settings'>,
  recipients: number,
  pace: SharedPace | undefined,
  now: Date,
): string {
  const expected = (estimateEnd(recipients, pace, now.getTime()) ?? now.getTime()) - now.getTime()
  const waiting = settings.deliver === 'subscriber-time' ? everyTimeZone : 0
  return new Date(now.getTime() + 2 * expected + waiting + tolerance).toISOString()
}
