const day = 86_400_000

/** Models the limits of SES: a rate (a token bucket for one second's mails) and a quota of mails in any 24 hours. */
export function createSimulatedSes({ perSecond, perDay }: { readonly perSecond: number; readonly perDay: number }) {
  const capacity = Math.max(perSecond, 1)
  /** Mails accepted in each second of the last day. */
  const seconds = new Uint32Array(day / 1_000)
  /** Times at which the latest mails were accepted, for as many mails as a second can have. */
  const latest = new Float64Array(Math.ceil(capacity) * 2 + 2).fill(Number.NEGATIVE_INFINITY)
  let tokens = capacity
  let filledAt = 0
  let second = 0
  let oldest = 0
  const ses = { accepted: 0, throttled: 0, mostInASecond: 0, mostInADay: 0, inDay: 0 }

  function moveTo(now: number): void {
    for (const until = Math.floor(now / 1_000); second < until; ) {
      second += 1
      const place = second % seconds.length
      ses.inDay -= seconds[place] ?? 0
      seconds[place] = 0
    }
    tokens = Math.min(capacity, tokens + ((now - filledAt) / 1_000) * perSecond)
    filledAt = now
  }

  return Object.assign(ses, {
    sentInDay: (now: number): number => {
      moveTo(now)
      return ses.inDay
    },
    take(now: number): boolean {
      moveTo(now)
      if (tokens < 1 || (perDay >= 0 && ses.inDay >= perDay)) {
        ses.throttled += 1
        return false
      }
      tokens -= 1
      ses.inDay += 1
      seconds[second % seconds.length] = (seconds[second % seconds.length] ?? 0) + 1
      latest[ses.accepted % latest.length] = now
      ses.accepted += 1
      ses.mostInADay = Math.max(ses.mostInADay, ses.inDay)
      // Moves the start of the last second forward, so that its mails need not be counted again.
      while (oldest < ses.accepted && (latest[oldest % latest.length] ?? 0) <= now - 1_000) oldest += 1
      ses.mostInASecond = Math.max(ses.mostInASecond, ses.accepted - oldest)
      return true
    },
  })
}
