import type { LeftOut } from './plan-admission.ts'
import type { Departure, Suppression } from './subscriber.ts'

/** Says for the operator why an address is left out, and since when: `unsubscribed by the operator on 2026-11-30`. */
export function describeRefusal(refusal: LeftOut): string {
  return refusal.outcome === 'suppressed'
    ? describeSuppression(refusal.suppression)
    : describeDeparture({ ...refusal, reason: refusal.outcome })
}

export function describeSuppression({ reason, at }: Pick<Suppression, 'reason' | 'at'>): string {
  const texts = {
    bounce: 'suppressed: mail bounced',
    complaint: 'suppressed: marked as spam',
    operator: 'suppressed: blocked by the operator',
  }
  return `${texts[reason]}${dateOf(at)}`
}

export function describeDeparture({ reason, by, at }: Departure): string {
  if (by === 'lapse') return `lapsed${dateOf(at)}, because they did not answer whether they still want the mails`
  if (reason === 'moved') return `moved to another address${dateOf(at)}`
  const agent = by === 'operator' ? ' by the operator' : by === 'import' ? ' elsewhere' : ''
  return `${reason}${agent}${dateOf(at)}`
}

/** Records of former versions have no date. */
function dateOf(at: string | undefined): string {
  return at === undefined ? '' : ` on ${at.slice(0, 10)}`
}
