import type { RateLimit } from '../../core/subscribers/rate-limits.ts'
import type { Services } from './services.ts'

/** Counts a request towards each limit, up to the first one that it exceeds. Returns that one. */
export async function findExceededLimit(
  limits: readonly RateLimit[],
  { rates }: Services,
  now: Date,
): Promise<RateLimit | undefined> {
  for (const limit of limits) {
    if ((await rates.add(limit.subject, limit.seconds, now)) > limit.maximum) return limit
  }
  return undefined
}
