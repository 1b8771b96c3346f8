import { tokenDays, unconfirmedDays } from './limits.ts'
import { type Choices, type Consent, lastYes, type Permission, type Subscriber } from './subscriber.ts'

/** A request to subscribe someone. */
export type Arrival = {
  /**
   * `requested`: someone, perhaps not the owner of the address, sent the form. `imported`: consent is already held,
   * according to an import or an operator.
   */
  readonly kind: 'requested' | 'imported'
  /** The id of the subscriber if they are new. */
  readonly id: string
  readonly address: string
  readonly choices: Choices
  /** As `readName` returns it, if the request or the file contains one. Empty if they removed it at another stack. */
  readonly name?: string | undefined
  readonly consent: Consent
  /** When they joined this publication, if that is later than their consent. Nothing from before is mailed. */
  readonly at?: string
  /** When they last said yes at another stack, if that is later than their consent. */
  readonly yesAt?: string | undefined
  /** True if people who are admitted get the welcome series, like people who confirm. */
  readonly withWelcome?: boolean | undefined
}

export type SubscriberFact =
  /**
   * The owner of the address pressed the button in the confirmation mail. `again`: also if they are confirmed already,
   * because their mailbox had bounced. Nothing from before is mailed, except corrections that they missed.
   */
  | { readonly kind: 'confirmed'; readonly at: string; readonly from?: string; readonly again?: boolean }
  /** They asked for a new link to confirm. */
  | { readonly kind: 'asked'; readonly at: string }
  /** `through`: with the link of this issue. */
  | {
      readonly kind: 'unsubscribed'
      readonly at: string
      readonly by?: 'operator' | 'lapse'
      readonly through?: string
    }
  /** They were asked about a yes whether they still want the mails. */
  | ({ readonly kind: 'permission-asked' } & Permission)
  /** They answered yes, in time or later. */
  | { readonly kind: 'permission-given'; readonly at: string }
  /** They undid the unsubscription on the page that reported it. */
  | { readonly kind: 'returned'; readonly at?: string }
  /** The owner of the new address pressed the button in the mail to that address. `occupant`: they had it already. */
  | {
      readonly kind: 'moved'
      readonly address: string
      readonly occupant?: Subscriber | undefined
      readonly at?: string
    }
  /** The operator moved them to another digest. */
  | { readonly kind: 'reassigned'; readonly digest: string; readonly at: string }
  /** `name`: undefined if they left it as it was; empty if they removed it. */
  | {
      readonly kind: 'chose'
      readonly choices: Choices
      readonly pausedUntil: string | undefined
      readonly name?: string | undefined
      readonly at: string
    }
  /** They passed a text of the welcome series. */
  | { readonly kind: 'welcomed'; readonly number: number; readonly start: string }

/** Applies a request to subscribe. Returns the same object if it changes nothing. */
export function applyArrival(before: Subscriber | undefined, arrival: Arrival): Subscriber {
  return arrival.kind === 'requested' ? request(before, arrival) : admit(before, arrival)
}

/** Applies what a subscriber did. Returns the same object if it changes nothing. */
export function applySubscriber(before: Subscriber, fact: SubscriberFact): Subscriber {
  switch (fact.kind) {
    case 'confirmed':
      if (before.state !== 'pending' && !(fact.again && before.state === 'confirmed')) return before
      return change(before, {
        state: 'confirmed',
        confirmedAt: fact.at,
        expiresAt: undefined,
        unsubscribedAt: undefined,
        unsubscribedBy: undefined,
        permission: undefined,
        ...withoutIssue(before),
        // A reader who proves that the mailbox works again is not new.
        ...((before.state === 'pending' || before.welcome) && {
          welcome: { last: before.welcome?.last ?? 0, start: fact.at },
        }),
        ...(fact.from !== undefined && { consent: { ...before.consent, confirmedFrom: fact.from } }),
      })
    case 'asked': {
      const expiresAt = expiryOf(before, fact.at)
      return expiresAt === before.expiresAt ? before : change(before, { expiresAt })
    }
    case 'unsubscribed':
      if (before.state === 'unsubscribed' && (before.unsubscribedBy !== 'lapse' || fact.by === 'lapse')) return before
      return unsubscribe(before, fact)
    case 'returned':
      if (!canReturn(before)) return before
      return change(before, {
        ...{ state: 'confirmed', unsubscribedAt: undefined, ...withoutIssue(before) },
        ...(fact.at && { yesAt: fact.at }),
      })
    case 'permission-asked': {
      const { kind: _, ...permission } = fact
      const about = before.permission?.askedAt ?? lastYes(before)
      return before.state === 'confirmed' && about === fact.since ? change(before, { permission }) : before
    }
    case 'permission-given':
      return givePermission(before, fact.at)
    case 'moved':
      if (before.state !== 'confirmed' || before.address === fact.address) return before
      return change(before, {
        ...{ address: fact.address, ...mergeWelcome(before, fact.occupant) },
        ...(fact.at && { yesAt: fact.at, permission: undefined }),
      })
    case 'reassigned':
      if (before.digest === fact.digest) return before
      return change(before, { digest: fact.digest, digestChangedAt: fact.at })
    case 'chose':
      if (before.state === 'unsubscribed') return before
      return choose(before, { ...fact.choices, pausedUntil: fact.pausedUntil }, fact.name ?? before.name, fact.at)
    case 'welcomed':
      if (before.welcome === undefined || before.welcome.last >= fact.number) return before
      return change(before, { welcome: { last: fact.number, start: fact.start } })
  }
}

/** No text is mailed twice to a person who had two subscriptions. */
function mergeWelcome({ welcome }: Subscriber, occupant: Subscriber | undefined): Pick<Subscriber, 'welcome'> {
  if (welcome === undefined || occupant?.welcome === undefined) return {}
  return { welcome: { ...welcome, last: Math.max(welcome.last, occupant.welcome.last) } }
}

/**
 * A pending subscriber has nothing to return to, even one who was confirmed in the past: so `confirmedAt` is removed.
 */
function unsubscribe(before: Subscriber, { at, by, through }: Extract<SubscriberFact, { kind: 'unsubscribed' }>) {
  const isReader = before.state === 'confirmed'
  return change(before, {
    state: 'unsubscribed',
    unsubscribedAt: at,
    unsubscribedBy: by,
    ...withoutIssue(before),
    ...(isReader && through !== undefined && { unsubscribedThrough: through }),
    confirmedAt: isReader ? before.confirmedAt : undefined,
    expiresAt: undefined,
    permission: undefined,
  })
}

/** Readers who had lapsed come back. Nothing from before is mailed to them. */
function givePermission(before: Subscriber, at: string): Subscriber {
  const answer = { yesAt: at, permission: undefined }
  if (before.state === 'confirmed') {
    const isRepeated = before.permission === undefined && Date.parse(at) - Date.parse(lastYes(before)) < 86_400_000
    return isRepeated ? before : change(before, answer)
  }
  if (before.state !== 'unsubscribed' || before.unsubscribedBy !== 'lapse') return before
  return change(before, {
    ...answer,
    ...{ state: 'confirmed', confirmedAt: at, unsubscribedAt: undefined, unsubscribedBy: undefined },
  })
}

/** Most subscribers have no such issue, and get no such field. */
function withoutIssue({ unsubscribedThrough }: Subscriber): Pick<Subscriber, 'unsubscribedThrough'> {
  return unsubscribedThrough === undefined ? {} : { unsubscribedThrough: undefined }
}

/**
 * Whether a subscriber can undo the unsubscription. They cannot undo the operator's, because anyone who holds one of their
 * mails could. They can subscribe again with the form.
 */
export function canReturn({ state, confirmedAt, unsubscribedBy }: Subscriber): boolean {
  return state === 'unsubscribed' && confirmedAt !== undefined && unsubscribedBy === undefined
}

/**
 * A request never changes what a confirmed subscriber chose, because anyone can type their address. `unsubscribedAt`
 * stays until the subscriber confirms again. A pause ends.
 */
function request(before: Subscriber | undefined, arrival: Arrival): Subscriber {
  if (!before) return create(arrival, 'pending', undefined)
  if (before.state === 'confirmed') return before
  const expiresAt = expiryOf(before, arrival.consent.at)
  return change(before, {
    ...arrival.choices,
    ...named(arrival.name || before.name),
    state: 'pending',
    consent: arrival.consent,
    pausedUntil: undefined,
    expiresAt,
  })
}

/**
 * An import confirms people who are new or pending. It never re-subscribes people who unsubscribed, even if someone
 * typed their address since and made them pending. It gives a name to subscribers who have none, and never changes one
 * that its owner confirmed: anyone can type a name with the address of a pending person.
 */
function admit(before: Subscriber | undefined, arrival: Arrival): Subscriber {
  const at = arrival.at ?? arrival.consent.at
  if (!before) return create(arrival, 'confirmed', at)
  if (before.state === 'confirmed' && before.name === undefined && arrival.name)
    return change(before, { name: arrival.name })
  if (before.state !== 'pending' || before.unsubscribedAt !== undefined) return before
  const welcome = arrival.withWelcome ? { welcome: { last: before.welcome?.last ?? 0, start: at } } : {}
  return change(before, {
    ...arrival.choices,
    name: arrival.name,
    state: 'confirmed',
    confirmedAt: at,
    consent: arrival.consent,
    expiresAt: undefined,
    ...(arrival.yesAt !== undefined && { yesAt: arrival.yesAt }),
    ...welcome,
  })
}

function choose(
  before: Subscriber,
  choices: Choices & Pick<Subscriber, 'pausedUntil'>,
  name: string | undefined,
  at: string,
): Subscriber {
  const isSame =
    choices.digest === before.digest &&
    choices.topics.join() === before.topics.join() &&
    choices.language === before.language &&
    choices.timeZone === before.timeZone &&
    choices.pausedUntil === before.pausedUntil &&
    name === before.name
  const digestChange = choices.digest === before.digest ? {} : { digestChangedAt: at }
  // Saving the page without a change answers the question whether they still want the mails.
  if (isSame && before.permission === undefined) return before
  const yes = { yesAt: at, permission: undefined }
  return change(before, { ...choices, ...named(name), ...digestChange, ...pauseEnd(before, choices, at), ...yes })
}

/** Keeps when a pause ended that the choices remove. Corrections that were mailed during the pause are still due. */
function pauseEnd({ pausedUntil }: Subscriber, choices: Pick<Subscriber, 'pausedUntil'>, at: string) {
  if (pausedUntil === undefined || pausedUntil === choices.pausedUntil) return {}
  return { pauseEndedAt: Date.parse(pausedUntil) < Date.parse(at) ? pausedUntil : at }
}

function create(arrival: Arrival, state: Subscriber['state'], confirmedAt: string | undefined): Subscriber {
  const { id, address, choices, name, consent, yesAt } = arrival
  const expiresAt = state === 'pending' ? expiryAfter(consent.at) : undefined
  return {
    id,
    address,
    state,
    ...choices,
    ...named(name),
    consent,
    createdAt: arrival.at ?? consent.at,
    confirmedAt,
    unsubscribedAt: undefined,
    pausedUntil: undefined,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(state === 'confirmed' && yesAt !== undefined && { yesAt }),
    ...(state === 'confirmed' && arrival.withWelcome && { welcome: { last: 0, start: confirmedAt ?? consent.at } }),
    revision: 1,
  }
}

const named = (name: string | undefined) => (name === undefined ? {} : { name })

function change(before: Subscriber, changes: Partial<Subscriber>): Subscriber {
  return { ...before, ...changes, revision: before.revision + 1 }
}

/** People who were confirmed or unsubscribed before are remembered, even while they are pending again. */
function expiryOf({ state, confirmedAt, unsubscribedAt }: Subscriber, at: string): string | undefined {
  return state === 'pending' && confirmedAt === undefined && unsubscribedAt === undefined ? expiryAfter(at) : undefined
}

/** @param at when the last link to confirm was requested */
function expiryAfter(at: string): string {
  return new Date(Date.parse(at) + (tokenDays.confirm + unconfirmedDays) * 24 * 60 * 60 * 1000).toISOString()
}
