import type { Delivery } from '../deliveries/delivery.ts'
import type { Publication } from '../publication.ts'
import { lastYes, type Subscriber } from '../subscribers/subscriber.ts'

export type PermissionSettings = NonNullable<Publication['rePermission']>

/** `since`: the instant of the last yes, which the reader is asked about. */
export type PermissionMove =
  | { readonly kind: 'none' }
  | { readonly kind: 'ask'; readonly since: string }
  | { readonly kind: 'lapse'; readonly since: string }

const none: PermissionMove = { kind: 'none' }
const day = 86_400_000
/** Days after the time for the answer in which a reader can lapse. Later, they are asked again: the setting was off. */
const lapseDays = 30

/**
 * Decides whether a reader is asked if they still want the mails, or has not answered in time. Paused readers are neither
 * asked nor do they lapse.
 */
export function planPermission(
  reader: Subscriber,
  { afterMonths, answerWithinDays }: PermissionSettings,
  now: Date,
): PermissionMove {
  const { state, pausedUntil, permission } = reader
  if (state !== 'confirmed' || (pausedUntil !== undefined && new Date(pausedUntil) > now)) return none
  const since = lastYes(reader)
  if (addMonths(since, afterMonths) > now.getTime()) return none
  if (permission === undefined) return { kind: 'ask', since }
  const end = Date.parse(permission.askedAt) + answerWithinDays * day
  if (now.getTime() < end || (!permission.isAccepted && now.getTime() < end + lapseDays * day)) return none
  if (now.getTime() >= end + lapseDays * day) return { kind: 'ask', since: permission.askedAt }
  return { kind: 'lapse', since: permission.since }
}

/** Names the mailing that asks about a yes, in the ledger. So no reader is asked twice about the same one. */
export const permissionId = (since: string): string => `permission_${since.slice(0, 10).replaceAll('-', '')}`

export const isPermissionId = (id: string): boolean => /^permission_\d{8}$/.test(id)

/** Milliseconds since 1970. The 31st becomes the last day of a shorter month. */
function addMonths(instant: string, months: number): number {
  const date = new Date(instant)
  const dayOfMonth = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(dayOfMonth, lastDay))
  return date.getTime()
}

/** Whether a reader got the question: SES accepted the mail, and reported nothing else since. */
export function canLapse(delivery: Pick<Delivery, 'state' | 'outcome'> | undefined): boolean {
  const { state, outcome } = delivery ?? {}
  return state === 'submitted' && (outcome === undefined || outcome === 'delivered' || outcome === 'complained')
}
