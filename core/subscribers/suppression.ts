import type { Suppression } from './subscriber.ts'

/** From the mildest to the most severe. */
const reasons: readonly Suppression['reason'][] = ['bounce', 'operator', 'complaint']

/**
 * Combines two suppressions of one address, in any order. The most severe one stays, and the earliest of equally severe
 * ones: a complaint is never forgotten. A block keeps the bounce that remains when it ends.
 */
export function combineSuppressions(one: Suppression, other: Suppression): Suppression {
  const [first, second] = [one, other].toSorted(compare)
  if (!first || !second || first.reason !== 'operator') return first ?? one
  const bounce = [first, second].flatMap(bounceOf).toSorted(compare)[0]
  return bounce ? { ...first, bounce: withoutReason(bounce) } : first
}

/** Returns what remains of a suppression when the operator's block ends. Undefined if nothing remains. */
export function endBlock({ reason, bounce, ...rest }: Suppression): Suppression | undefined {
  if (reason !== 'operator') return { reason, ...rest }
  return bounce && { reason: 'bounce', ...bounce }
}

/** Returns true if nobody but the operator can make the address receive mail again. A bounce proves itself wrong. */
export function isBarred(suppression: Suppression | undefined): boolean {
  return suppression !== undefined && suppression.reason !== 'bounce'
}

/** Of equal bounces, the one is kept that knows when its owner was asked. */
function compare(a: Suppression, b: Suppression): number {
  return (
    reasons.indexOf(b.reason) - reasons.indexOf(a.reason) ||
    Date.parse(a.at) - Date.parse(b.at) ||
    (b.asked?.at ?? '').localeCompare(a.asked?.at ?? '')
  )
}

function bounceOf(suppression: Suppression): Suppression[] {
  if (suppression.reason === 'bounce') return [suppression]
  return suppression.bounce ? [{ reason: 'bounce', ...suppression.bounce }] : []
}

function withoutReason({ reason, bounce, ...rest }: Suppression) {
  return rest
}
