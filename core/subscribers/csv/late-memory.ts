import type { Subscriber } from '../subscriber.ts'
import type { Remembered } from './remembered-row.ts'

/**
 * Returns what a file remembers about the address of a confirmed subscriber, and that still counts: they were imported
 * although they had complained or left elsewhere, because the file that says so came later. Who has confirmed here has
 * chosen to get mail, and only a later complaint counts. Bounces and blocks may have been lifted since.
 */
export function lateMemory(
  { state, consent, confirmedAt }: Subscriber,
  { suppression, departure }: Remembered,
): Remembered | undefined {
  if (state !== 'confirmed') return undefined
  const chosenAt = consent.confirmedFrom === undefined ? undefined : confirmedAt
  if (suppression?.reason === 'complaint' && (chosenAt === undefined || isAfter(suppression.at, chosenAt)))
    return { suppression }
  const hasLeft = departure !== undefined && departure.reason !== 'moved' && isAfter(departure.at, consent.at)
  return hasLeft && chosenAt === undefined ? { departure } : undefined
}

function isAfter(at: string | undefined, other: string): boolean {
  return at !== undefined && Date.parse(at) > Date.parse(other)
}
