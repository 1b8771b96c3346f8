import type { Quota } from '../mail/submission.ts'
import { maximumReservedAhead } from './limits.ts'

/** How fast mails are submitted: the account's quota, throttling by SES, and when to try again. */

/** Seconds until a delivery is tried again, by the reason why it was put back. */
export const backoffSeconds = {
  /** Other senders reserved all places in the near future. */
  crowded: 1,
  /** SES throttled. */
  throttled: 2,
  /** It is not known yet whether SES accepted the mail. */
  unsettled: 60,
  /** SES accepted all mails that the account may send in a day, or the account's sending is paused. */
  spent: 900,
} as const
export type BackoffReason = keyof typeof backoffSeconds

/** What all senders of an account share, so that together they stay below its quota. Instants in milliseconds since 1970. */
export type SharedPace = {
  readonly quota: Quota
  /** When a sender last asked SES for the quota. */
  readonly askedAt: number
  /** Mails with a reserved place that `quota.sentToday` does not count yet (`booked` is the stored name). */
  readonly booked: number
  /** The next free place. */
  readonly next: number
  /** When SES last throttled, and the share of the quota that was used from then on. */
  readonly slowed: { readonly to: number; readonly at: number } | undefined
}

/** Milliseconds until the quota is out of date. */
const quotaLifetime = 60_000

/** The share of the quota that mails use; the rest makes up for inexact timers and clocks. */
const fullShare = 0.97
const leastShare = 0.05

/** The share of a day's quota that digests leave to confirmation mails. */
const dailyReserve = 0.01

/** Milliseconds: several throttlings within this time count as one. */
const throttlingWindow = 5_000

/** The share of the quota to which throttling reduces the pace. */
const throttlingFactor = 0.7

/** The share of the quota that is regained per second after throttling. */
const recoveryPerSecond = 0.01

/** Milliseconds between two mails of the account, whichever sender submits them. */
export function mailInterval({ quota, slowed }: SharedPace, now: number): number {
  return 1_000 / (Math.max(quota.perSecond, 0.01) * shareAt(slowed, now))
}

function shareAt(slowed: SharedPace['slowed'], now: number): number {
  if (!slowed) return fullShare
  const regained = (Math.max(now - slowed.at, 0) / 1_000) * recoveryPerSecond
  return Math.min(fullShare, Math.max(slowed.to, leastShare) + regained)
}

/** Returns the reduced pace after SES throttled; undefined if the pace was already reduced for the same throttling. */
export function slowAfterThrottling({ slowed }: SharedPace, now: number): SharedPace['slowed'] {
  if (slowed && Math.abs(now - slowed.at) < throttlingWindow) return undefined
  return { to: Math.max(shareAt(slowed, now) * throttlingFactor, leastShare), at: now }
}

export function isQuotaStale({ askedAt }: SharedPace, now: number): boolean {
  return Math.abs(now - askedAt) > quotaLifetime
}

/** Number of digest mails that may still be sent today; infinite if the account has no daily limit. */
export function roomToday({ quota, booked }: SharedPace): number {
  if (quota.perDay < 0) return Number.POSITIVE_INFINITY
  const reserve = Math.floor(quota.perDay * dailyReserve)
  return Math.max(0, quota.perDay - reserve - quota.sentToday - booked)
}

/** Number of mails that have a place after `now`: SES has not counted them yet. */
export function reservedAhead(pace: SharedPace, now: number): number {
  const ahead = pace.next - now
  return ahead > 0 && ahead <= maximumReservedAhead ? Math.ceil(ahead / mailInterval(pace, now)) : 0
}

/**
 * Number of places that a sender reserves at a time: a second's worth, so that it can be stopped soon and other senders
 * get their turn.
 */
export function placesAtOnce({ quota }: SharedPace, maximum: number): number {
  return Math.max(1, Math.min(maximum, Math.floor(quota.perSecond)))
}
