import type { Choices, Consent, Subscriber } from './subscriber.ts'

/** Someone comes to subscribe. */
export type Arrival = {
  /**
   * `requested`: someone, perhaps not the owner of the address, filled in the form. `imported`: consent is held already,
   * by an import or an operator's word.
   */
  readonly kind: 'requested' | 'imported'
  /** For a subscriber that is new. */
  readonly id: string
  readonly address: string
  readonly choices: Choices
  readonly consent: Consent
  /** When they join here, if that is later than their consent: nothing from before is mailed. */
  readonly at?: string
}

export type SubscriberFact =
  /** The owner of the address pressed the button. */
  | { readonly kind: 'confirmed'; readonly at: string; readonly from?: string }
  | { readonly kind: 'unsubscribed'; readonly at: string }
  /** They took their leaving back, on the page that told them of it. */
  | { readonly kind: 'returned' }
  /** The owner of a new address pressed the button in the mail sent there. */
  | { readonly kind: 'moved'; readonly address: string }
  | { readonly kind: 'chose'; readonly choices: Choices; readonly pausedUntil: string | undefined; readonly at: string }

/** Answers the same object when the arrival changes nothing. */
export function applyArrival(before: Subscriber | undefined, arrival: Arrival): Subscriber {
  return arrival.kind === 'requested' ? request(before, arrival) : admit(before, arrival)
}

/** The rules of a subscription. Answers the same object when a fact changes nothing. */
export function applySubscriber(before: Subscriber, fact: SubscriberFact): Subscriber {
  switch (fact.kind) {
    case 'confirmed':
      if (before.state !== 'pending') return before
      return change(before, {
        state: 'confirmed',
        confirmedAt: fact.at,
        unsubscribedAt: undefined,
        ...(fact.from !== undefined && { consent: { ...before.consent, confirmedFrom: fact.from } }),
      })
    case 'unsubscribed':
      if (before.state === 'unsubscribed') return before
      return leave(before, fact.at)
    case 'returned':
      if (!canReturn(before)) return before
      return change(before, { state: 'confirmed', unsubscribedAt: undefined })
    case 'moved':
      if (before.state !== 'confirmed' || before.address === fact.address) return before
      return change(before, { address: fact.address })
    case 'chose':
      if (before.state === 'unsubscribed') return before
      return choose(before, { ...fact.choices, pausedUntil: fact.pausedUntil }, fact.at)
  }
}

/** Whoever left before they had confirmed, or had confirmed anew, has nothing to return to. */
function leave(before: Subscriber, at: string): Subscriber {
  const confirmedAt = before.state === 'confirmed' ? before.confirmedAt : undefined
  return change(before, { state: 'unsubscribed', unsubscribedAt: at, confirmedAt })
}

export function canReturn({ state, confirmedAt }: Subscriber): boolean {
  return state === 'unsubscribed' && confirmedAt !== undefined
}

/**
 * A request never changes what a confirmed subscriber chose: anyone can type their address. Whoever left stays marked
 * by `unsubscribedAt` until they confirm anew, and what they had paused is over.
 */
function request(before: Subscriber | undefined, fact: Arrival): Subscriber {
  if (!before) return create(fact, 'pending', undefined)
  if (before.state === 'confirmed') return before
  return change(before, { ...fact.choices, state: 'pending', consent: fact.consent, pausedUntil: undefined })
}

/** An import confirms who is new or waiting, and never brings back who left, even if someone typed their address since. */
function admit(before: Subscriber | undefined, fact: Arrival): Subscriber {
  const at = fact.at ?? fact.consent.at
  if (!before) return create(fact, 'confirmed', at)
  if (before.state !== 'pending' || before.unsubscribedAt !== undefined) return before
  return change(before, { ...fact.choices, state: 'confirmed', confirmedAt: at, consent: fact.consent })
}

function choose(before: Subscriber, chosen: Choices & Pick<Subscriber, 'pausedUntil'>, at: string): Subscriber {
  const isSame =
    chosen.digest === before.digest &&
    chosen.topics.join() === before.topics.join() &&
    chosen.language === before.language &&
    chosen.timeZone === before.timeZone &&
    chosen.pausedUntil === before.pausedUntil
  const changed = chosen.digest === before.digest ? {} : { digestChangedAt: at }
  return isSame ? before : change(before, { ...chosen, ...changed })
}

function create(fact: Arrival, state: Subscriber['state'], confirmedAt: string | undefined): Subscriber {
  const { id, address, choices, consent } = fact
  return {
    id,
    address,
    state,
    ...choices,
    consent,
    createdAt: fact.at ?? consent.at,
    confirmedAt,
    unsubscribedAt: undefined,
    pausedUntil: undefined,
    revision: 1,
  }
}

function change(before: Subscriber, changes: Partial<Subscriber>): Subscriber {
  return { ...before, ...changes, revision: before.revision + 1 }
}
