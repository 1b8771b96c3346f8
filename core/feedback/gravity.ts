import type { Suppression } from '../subscribers/subscriber.ts'

const reasons: readonly Suppression['reason'][] = ['bounce', 'operator', 'complaint']

/** Of several reasons to suppress an address the one with the highest number counts: who complained is never mailed again. */
export function gravityOf({ reason }: Suppression): number {
  return reasons.indexOf(reason)
}
