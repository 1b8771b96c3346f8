import { lastYes, type Subscriber } from '../subscriber.ts'
import type { Remembered } from './remembered-row.ts'

/**
 * Returns what a file remembers about the address of a confirmed subscriber, and that still counts: they were imported
 * although they had complained or left elsewhere, because the file that says so came later. Who has confirmed here has
 * chosen to get mail, and only a later complaint counts. What is older than their last yes does not count either. Bounces
 * and blocks may have been lifted since.
 */
export function lateMemory(subscriber: Subscriber, { suppression, departure }: Remembered): Remembered | undefined {
  const { state, consent, yesAt } = subscriber
  if (state !== 'confirmed') return undefined
  const isImported = consent.confirmedFrom === undefined
  const chosenAt = isImported ? yesAt : lastYes(subscriber)
  if (suppression?.reason === 'complaint' && (chosenAt === undefined || isAfter(suppression.at, chosenAt)))
    return { suppression }
  const hasLeft = departure !== undefined && departure.reason !== 'moved' && isAfter(departure.at, lastYes(subscriber))
  return hasLeft && isImported ? { departure } : undefined
}

function isAfter(at: string | undefined, other: string): boolean {
  return at !== undefined && Date.parse(at) > Date.parse(other)
}
