import type { Quota } from '../mail/submission.ts'

/** What all senders of an account share, so that together they keep to its quota. Instants in milliseconds since 1970. */
export type RateRecord = {
  readonly quota: Quota
  /** When SES was asked for the quota last. */
  readonly askedAt: number
  /** Mails that were booked since, and are not in `quota.sentToday`. */
  readonly booked: number
  /** When the next mail may go. */
  readonly next: number
  /** The last time that SES throttled, and the share of the rate that was taken from then on. */
  readonly slowed: { readonly to: number; readonly at: number } | undefined
}

/** Milliseconds after which SES is asked for the quota again. */
const quotaLifetime = 60_000

/** What mails may take of the account's rate: the rest makes up for timers and clocks that are not quite even. */
const fullShare = 0.97
const leastShare = 0.05

/** What digests leave of a day's quota to confirmation mails. */
const dailyReserve = 0.01

/** Milliseconds: what is throttled within one such time is one sign that SES is busy, not many. */
const slowingPause = 5_000

/** How much of the account's rate is won back per second after SES has throttled. */
const recovery = 0.01

/** Milliseconds. A clock that was wrong may have booked far ahead; nobody else does. */
export const furthestAhead = 120_000

/** Milliseconds from one mail to the next, whoever sends it. */
export function intervalOf({ quota, slowed }: RateRecord, now: number): number {
  return 1_000 / (Math.max(quota.perSecond, 0.01) * shareAt(slowed, now))
}

function shareAt(slowed: RateRecord['slowed'], now: number): number {
  if (!slowed) return fullShare
  const won = (Math.max(now - slowed.at, 0) / 1_000) * recovery
  return Math.min(fullShare, Math.max(slowed.to, leastShare) + won)
}

/** What SES's throttling changes; undefined while it is no more than an echo of the last time. */
export function slowDown({ slowed }: RateRecord, now: number): RateRecord['slowed'] {
  if (slowed && Math.abs(now - slowed.at) < slowingPause) return undefined
  return { to: Math.max(shareAt(slowed, now) * 0.7, leastShare), at: now }
}

export function isStale({ askedAt }: RateRecord, now: number): boolean {
  return Math.abs(now - askedAt) > quotaLifetime
}

/** How many digest mails may still be booked today: whole ones, infinitely many where there is no limit. */
export function roomToday({ quota, booked }: RateRecord): number {
  if (quota.perDay < 0) return Number.POSITIVE_INFINITY
  const reserve = Math.floor(quota.perDay * dailyReserve)
  return Math.max(0, quota.perDay - reserve - quota.sentToday - booked)
}

/** Mails that were booked before `now` and go after it: SES has not counted them yet. */
export function bookedAhead(record: RateRecord, now: number): number {
  const ahead = record.next - now
  return ahead > 0 && ahead <= furthestAhead ? Math.ceil(ahead / intervalOf(record, now)) : 0
}

/** How many places a sender books at a time: a second's worth, so that it may be stopped soon, and others come to turn. */
export function placesAtOnce({ quota }: RateRecord, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(quota.perSecond)))
}
