import type { DigestName } from '../publication.ts'

export type SubscriberState = 'pending' | 'confirmed' | 'unsubscribed'

/** How we came to have someone's consent. */
export type Consent = {
  /** `form`, `api`, `import`, `operator` or what the operator recorded: `import: trade fair 2024`. */
  readonly source: string
  readonly at: string
  /** Where the request came from, as `hashOrigin` makes it, so that it can be compared and never read. */
  readonly from?: string
  /** What they agreed to, as the form said it. */
  readonly text?: string
  /** Names that text: the start of its SHA-256. */
  readonly textVersion?: string
  /** Where the button of the confirmation mail was pressed, like `from`. */
  readonly confirmedFrom?: string
}

export type Subscriber = {
  /** Random, 24 hex digits; stays when the address changes. */
  readonly id: string
  /** Normalized: the domain in lower-case ASCII. */
  readonly address: string
  readonly state: SubscriberState
  readonly digest: DigestName
  /** Topic slugs; empty means every topic. */
  readonly topics: readonly string[]
  readonly language: string
  /** IANA. */
  readonly timeZone: string
  readonly consent: Consent
  readonly createdAt: string
  /** When the address was confirmed last; nothing from before is mailed. */
  readonly confirmedAt: string | undefined
  /** When they left; stays while they are pending again, until they confirm. */
  readonly unsubscribedAt: string | undefined
  /** Mails pause until this instant. */
  readonly pausedUntil: string | undefined
  /** When they chose another digest last: what that one had brought them by then does not come again. */
  readonly digestChangedAt?: string | undefined
  /** Grows with every change; guards against lost updates. */
  readonly revision: number
}

/** What a subscriber chooses. */
export type Choices = Pick<Subscriber, 'digest' | 'topics' | 'language' | 'timeZone'>

/** An address that must not be mailed, whoever asks. Kept apart from subscribers, by a keyed hash of the address. */
export type Suppression = {
  readonly reason: 'bounce' | 'complaint' | 'operator'
  readonly at: string
  /** When we learned of it: from then on nobody mails the address. */
  readonly notedAt?: string
}

/** An address that no import brings back, only its owner. Kept by a keyed hash, which is all that is left of who was erased. */
export type Departure = { readonly reason: 'erased' | 'unsubscribed' }

/** Confirmed subscribers are listed in 16 shards, by the first hex digit of their ids, so that no list is read at once. */
export const shards: readonly string[] = [...'0123456789abcdef']

export function shardOf(subscriberId: string): string {
  return subscriberId.slice(0, 1)
}

/** Returns all that is stored about a subscriber, for the subscriber and for the operator. */
export function describeSubscriber(subscriber: Subscriber, suppression: Suppression | undefined) {
  const { revision, ...shown } = subscriber
  return { ...shown, suppressed: suppression !== undefined, suppression }
}
