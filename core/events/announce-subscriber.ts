import type { Site } from '../site.ts'
import type { Subscriber, Suppression } from '../subscribers/subscriber.ts'
import { type Announcement, type Change, commonDetail } from './announcement.ts'

/**
 * Announces a change of a subscriber, by id. Nothing in an announcement reveals the address, what was agreed to, or where a
 * request came from.
 */
export function announceSubscriber(change: Change, site: Site): Announcement | undefined {
  const before = change.old?.subscriber as Subscriber | undefined // written by `itemOf` only
  const after = change.new?.subscriber as Subscriber | undefined // written by `itemOf` only
  if (after === undefined) return before && announceRemoval(change, before, site)
  const common = { ...commonDetail(change, site), subscriber: describe(after) }
  if (after.state === 'confirmed' && before?.state !== 'confirmed') {
    return { type: 'Subscriber Confirmed', detail: { ...common, source: sourceOf(after) } }
  }
  if (after.state === 'unsubscribed' && before?.state === 'confirmed') {
    return { type: 'Subscriber Unsubscribed', detail: { ...common, erased: false } }
  }
  return undefined
}

/** Programs that received the id must be able to delete what they keep under it. */
function announceRemoval(change: Change, before: Subscriber, site: Site): Announcement | undefined {
  if (!wasAnnounced(before)) return undefined
  const subscriber = { ...describe(before), revision: before.revision + 1 }
  return { type: 'Subscriber Unsubscribed', detail: { ...commonDetail(change, site), subscriber, erased: true } }
}

/** A new suppression. The hash of its address is secret: no announcement contains it. */
export type NewSuppression = Pick<Suppression, 'reason'> & { readonly addressHash: string }

/** Returns the suppression that a change stores; undefined if it stores none, or changes one. */
export function newSuppression({ pk, old, new: current }: Change): NewSuppression | undefined {
  const [kind, addressHash] = pk.split('#')
  if (kind !== 'suppression' || addressHash === undefined || current === undefined || old !== undefined)
    return undefined
  const { reason } = current.suppression as Suppression // written by the suppression store only
  return { addressHash, reason }
}

/** Announces that an address was suppressed. @param subscriber who has the address, if anyone has */
export function announceSuppression(
  change: Change,
  { reason }: NewSuppression,
  subscriber: Subscriber | undefined,
  site: Site,
): Announcement | undefined {
  if (!subscriber || !wasAnnounced(subscriber)) return undefined
  const detail = { ...commonDetail(change, site), subscriber: describe(subscriber), reason }
  return { type: 'Subscriber Suppressed', detail }
}

/** Returns whether other programs may know a subscriber. People who never confirmed are not announced. */
function wasAnnounced({ state, confirmedAt }: Subscriber): boolean {
  return state === 'confirmed' || confirmedAt !== undefined
}

function describe({ id, revision, digest }: Subscriber) {
  return { id, revision, digest }
}

const sources = ['form', 'api', 'import', 'operator'] as const

/** An import may have the operator's own words as its source. They are not announced, because they may name a person. */
function sourceOf({ consent }: Subscriber): (typeof sources)[number] | 'other' {
  return sources.find((name) => consent.source === name || consent.source.startsWith(`${name}:`)) ?? 'other'
}
