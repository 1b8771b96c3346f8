import type { ConfirmationMessage } from '../messages.ts'
import { askingDays } from './limits.ts'
import type { Suppression } from './subscriber.ts'

/**
 * Decides whether an address that bounced may be asked by mail, because someone has entered it in the form: once in 30
 * days. Returns the suppression as it must be stored before the mail is submitted. Undefined: nothing is mailed.
 */
export function planAsking(
  suppression: Suppression,
  { notice, requestId }: Pick<ConfirmationMessage, 'notice' | 'requestId'>,
  now: Date,
): Suppression | undefined {
  if (suppression.reason !== 'bounce' || notice !== undefined) return undefined
  const { asked } = suppression
  if (asked?.requestId === requestId) return suppression // the mail was throttled
  const askedAt = asked ? Date.parse(asked.at) : Number.NEGATIVE_INFINITY
  if (now.getTime() - askedAt < askingDays * 24 * 60 * 60 * 1000) return undefined
  return { ...suppression, asked: { at: now.toISOString(), requestId } }
}

/** Returns what binds a link to confirm to the suppression that it lifts. */
export function boundToBounce({ at }: Suppression): string {
  return Date.parse(at).toString(36)
}

/** Returns the suppression that a link to confirm lifts: the mail with the link has reached the mailbox since it bounced. */
export function findLifted(suppression: Suppression | undefined, bound: string | undefined): Suppression | undefined {
  if (suppression?.reason !== 'bounce') return undefined
  return boundToBounce(suppression) === bound ? suppression : undefined
}
