/** How many senders work at a time. */
export const senders = 2

/** What digests may take of the account's rate; the rest is left to confirmation mails, which overtake them. */
const digestShare = 0.8

/** Milliseconds a sender may be ahead of an even pace, so that small issues go at once. */
const burst = 1_000

export type Pace = {
  /**
   * Takes the sender's next place. Answers the milliseconds until then; undefined, and no place is taken, when that is
   * more than `patience`.
   * @param perSecond mails that the account may send
   * @param now milliseconds of a clock that never goes back
   */
  take(perSecond: number, now: number, patience: number): number | undefined
}

/** Spreads the mails of one sender so evenly that all of them together keep to the account's rate. */
export function createPace(): Pace {
  let next = Number.NEGATIVE_INFINITY
  return {
    take: (perSecond, now, patience) => {
      const interval = (1000 * senders) / (perSecond * digestShare)
      const place = Math.max(next, now - Math.max(burst - interval, 0))
      const wait = Math.max(place - now, 0)
      if (wait > patience) return undefined
      next = place + interval
      return wait
    },
  }
}
