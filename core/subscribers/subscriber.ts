import type { DigestName } from '../publication.ts'

export type SubscriberState = 'pending' | 'confirmed' | 'unsubscribed'

/** How and when a person gave consent. */
export type Consent = {
  /** `form`, `api`, `import`, `operator` or the operator's own words: `import: trade fair 2024`. */
  readonly source: string
  readonly at: string
  /** The origin of the request, as `hashOrigin` returns it: it can be compared, but not read. */
  readonly from?: string
  /** The text of the form that they agreed to. */
  readonly text?: string
  /** The fingerprint of that text. */
  readonly textVersion?: string
  /** The origin of the confirmation, in the same form as `from`. */
  readonly confirmedFrom?: string
}

export type Subscriber = {
  /** 24 random hex digits. It stays the same when the address changes. */
  readonly id: string
  /** Normalized: the domain in lower-case ASCII. */
  readonly address: string
  readonly state: SubscriberState
  /** As `readName` returns it. Empty if they removed it: then no import adds one. */
  readonly name?: string | undefined
  readonly digest: DigestName
  /** Topic slugs; empty means every topic. */
  readonly topics: readonly string[]
  readonly language: string
  /** IANA. */
  readonly timeZone: string
  readonly consent: Consent
  readonly createdAt: string
  /** When the address was last confirmed. Nothing from before is mailed. */
  readonly confirmedAt: string | undefined
  /** When they unsubscribed. It stays while they are pending again, until they confirm. */
  readonly unsubscribedAt: string | undefined
  /** Undefined: they unsubscribed themselves. `lapse`: they did not answer whether they still want the mails. It stays as long as `unsubscribedAt`. */
  readonly unsubscribedBy?: 'operator' | 'lapse' | undefined
  /** The issue that contained the link with which they unsubscribed. It stays as long as `unsubscribedAt`. */
  readonly unsubscribedThrough?: string | undefined
  /** No digests are sent until this instant. */
  readonly pausedUntil: string | undefined
  /** When an earlier pause ended, because time was up or they ended it. */
  readonly pauseEndedAt?: string | undefined
  /** When they last chose another digest. The new digest does not repeat what the old one sent before then. */
  readonly digestChangedAt?: string | undefined
  /** When they last said that they want the mails, after they had confirmed. */
  readonly yesAt?: string | undefined
  /** That they were asked whether they still want the mails. Absent after their answer. */
  readonly permission?: Permission | undefined
  /** When they are deleted unless they confirm. Only people who were never confirmed or unsubscribed have it. */
  readonly expiresAt?: string | undefined
  /** Their place in the welcome series. Absent if they did not confirm themselves: then they get none of it. */
  readonly welcome?: WelcomePlace | undefined
  /** Increases with every change; prevents lost updates. */
  readonly revision: number
}

export type Permission = {
  readonly askedAt: string
  /** The instant of the yes, or of the former question, that they were asked about. */
  readonly since: string
  /** Whether SES accepted the mail. Otherwise they do not lapse. */
  readonly isAccepted: boolean
}

/** Returns when a reader last said yes. If they did not confirm here, their consent has its own date. */
export function lastYes({ consent, confirmedAt, createdAt, yesAt = '' }: Subscriber): string {
  const consented = consent.confirmedFrom === undefined ? consent.at : (confirmedAt ?? createdAt)
  return yesAt > consented ? yesAt : consented
}

export type WelcomePlace = {
  /** The number of the last text that was mailed to them or left out; 0 before the first. */
  readonly last: number
  /** The instant from which the waiting times of the texts count. */
  readonly start: string
}

/** Returns the instant from which waiting times count. After a pause they begin again. */
export function welcomeStart({ start }: WelcomePlace, { pausedUntil }: Pick<Subscriber, 'pausedUntil'>): string {
  return pausedUntil !== undefined && Date.parse(pausedUntil) > Date.parse(start) ? pausedUntil : start
}

/** What a subscriber chooses. */
export type Choices = Pick<Subscriber, 'digest' | 'topics' | 'language' | 'timeZone'>

/**
 * An address that must not be mailed in any case. It is stored separately from subscribers, by the hash of the address.
 */
export type Suppression = {
  readonly reason: 'bounce' | 'complaint' | 'operator'
  readonly at: string
  /** When it was stored. No mail is submitted to the address after that. */
  readonly notedAt?: string
  /** Of a bounce: when a mail last asked the owner to prove that the mailbox works again, and the request for it. */
  readonly asked?: { readonly at: string; readonly requestId: string }
  /** Of a block: the bounce that remains when the block ends. */
  readonly bounce?: Omit<Suppression, 'reason' | 'bounce'>
}

/** An address that no import may subscribe again, only its owner. Only the hash of the address is stored. */
export type Departure = {
  /** `moved`: the subscriber has another address now. */
  readonly reason: 'erased' | 'unsubscribed' | 'moved'
  /** `import`: according to a file. `lapse`: they did not answer. Undefined: the owner of the address, here. */
  readonly by?: 'operator' | 'import' | 'lapse' | undefined
  /** Former versions stored no time. */
  readonly at?: string | undefined
}

/**
 * Confirmed subscribers are listed in 16 shards, by the first hex digit of their ids, so that no Lambda has to read
 * them all.
 */
export const shards: readonly string[] = [...'0123456789abcdef']

export function shardOf(subscriberId: string): string {
  return subscriberId.slice(0, 1)
}

/** Returns all that is stored about a subscriber, for the subscriber and for the operator. */
export function describeSubscriber(subscriber: Subscriber, suppression: Suppression | undefined) {
  const { revision, ...shown } = subscriber
  return { ...shown, suppressed: suppression !== undefined, suppression }
}
