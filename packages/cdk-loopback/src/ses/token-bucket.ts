export type TokenBucket = {
  /** Takes that many tokens, or none if too many were taken lately. More than the bucket holds are owed. */
  take(count: number, now: Date): boolean
}

/** @param rate Tokens per second; a second's worth may be taken at once. */
export function createTokenBucket(rate: number): TokenBucket {
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
