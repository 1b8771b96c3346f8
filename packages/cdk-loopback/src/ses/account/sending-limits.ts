import { AwsError } from '../../endpoint/aws-service.ts'
import type { Sqlite } from '../../host/sqlite.ts'
import { countSent } from './send-statistics.ts'

export type Quota = {
  /** Recipients in any 24 hours; -1 is unlimited. */
  readonly max24HourSend: number
  /** Recipients per second. */
  readonly maxSendRate: number
}

export type SendingLimits = {
  readonly quota: Quota
  /** Recipients in the last 24 hours. */
  sent(now: Date): number
  /** Counts recipients against both limits. @throws {AwsError} Throttling, without changing either limit */
  take(recipients: number, now: Date): void
  set(quota: Quota): void
}

/** Milliseconds. */
const day = 24 * 60 * 60 * 1000

/** Creates the sending limits: a quota per sliding 24 hours, kept in the database, and a rate, kept in memory. */
export function createSendingLimits(database: Sqlite, initial: Quota): SendingLimits {
  let quota = initial
  let bucket = createTokenBucket(initial.maxSendRate)
  const sent = (now: Date) => countSent(database, new Date(now.getTime() - day))
  return {
    get quota() {
      return quota
    },
    sent,
    take: (recipients, now) => {
      const { max24HourSend } = quota
      if (max24HourSend >= 0 && sent(now) + recipients > max24HourSend)
        throw throttling('Daily message quota exceeded.')
      if (!bucket.take(recipients, now)) throw throttling('Maximum sending rate exceeded.')
    },
    set: (next) => {
      quota = next
      bucket = createTokenBucket(next.maxSendRate)
    },
  }
}

function throttling(message: string): AwsError {
  return new AwsError('Throttling', 400, message)
}

type TokenBucket = {
  /** Takes this many tokens, or none if too few are left. A full bucket also allows more than it holds, as a debt. */
  take(count: number, now: Date): boolean
}

/** @param rate Tokens per second; a second's worth may be taken at once. */
function createTokenBucket(rate: number): TokenBucket {
  const capacity = Math.max(rate, 1)
  let tokens = capacity
  let filledAt = 0
  return {
    take: (count, now) => {
      const elapsed = Math.max(now.getTime() - filledAt, 0) / 1000
      tokens = Math.min(tokens + elapsed * rate, capacity)
      filledAt = now.getTime()
      if (tokens < Math.min(count, capacity)) return false
      tokens -= count
      return true
    },
  }
}
