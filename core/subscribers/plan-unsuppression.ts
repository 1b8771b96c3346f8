import type { Suppression } from './subscriber.ts'

/** Why an address is on SES's own list. */
export type Listed = 'bounce' | 'complaint' | undefined

/** Decides whether the operator can lift the suppression of an address: only if it is because of bounces. */
export function planUnsuppression(suppression: Suppression | undefined, listed: Listed) {
  if (suppression?.reason === 'complaint' || listed === 'complaint') return 'complaint'
  if (suppression?.reason === 'operator') return 'blocked'
  return suppression || listed ? 'lift' : 'nothing'
}
