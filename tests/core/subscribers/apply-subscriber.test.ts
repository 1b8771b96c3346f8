import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Arrival,
  applyArrival,
  applySubscriber,
  type SubscriberFact,
} from '../../../core/subscribers/apply-subscriber.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { choices, sampleArrival, sampleSubscriber } from './sample-subscriber.ts'

const later = '2026-12-01T00:00:00.000Z'
const confirmedFact: SubscriberFact = { kind: 'confirmed', at: later }
const unsubscribes: SubscriberFact = { kind: 'unsubscribed', at: later }
const weekly = { ...choices, digest: 'weekly', topics: ['asia'] } as const

describe('a request to subscribe', () => {
  test('makes a new address a pending subscriber', () => {
    const { state, confirmedAt, revision, address } = applyArrival(undefined, sampleArrival('requested'))
    expect({ state, confirmedAt, revision, address }).toEqual({
      state: 'pending',
      confirmedAt: undefined,
      revision: 1,
      address: 'ada@example.org',
    })
  })

  test('changes nothing for a confirmed subscriber, because a stranger may have sent it', () => {
    const before = sampleSubscriber()
    expect(applyArrival(before, sampleArrival('requested', { choices: weekly }))).toBe(before)
  })

  test('replaces an earlier request that is not confirmed yet', () => {
    const before = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
    const after = applyArrival(before, sampleArrival('requested', { choices: weekly }))
    expect(after).toMatchObject({ id: before.id, state: 'pending', digest: 'weekly', topics: ['asia'], revision: 2 })
  })

  test('makes an unsubscribed subscriber pending again, and ends a pause', () => {
    const before = sampleSubscriber({
      state: 'unsubscribed',
      unsubscribedAt: later,
      pausedUntil: '2030-01-01T00:00:00Z',
    })
    const after = applyArrival(before, sampleArrival('requested'))
    expect(after).toMatchObject({ id: before.id, state: 'pending', unsubscribedAt: later, pausedUntil: undefined })
    const back = applySubscriber(after, { kind: 'confirmed', at: '2027-01-01T00:00:00.000Z' })
    expect(back).toMatchObject({
      state: 'confirmed',
      confirmedAt: '2027-01-01T00:00:00.000Z',
      unsubscribedAt: undefined,
    })
  })
})

describe('an import of someone who gave consent', () => {
  test('confirms a new address at once, and records the source', () => {
    expect(applyArrival(undefined, sampleArrival('imported'))).toMatchObject({
      state: 'confirmed',
      confirmedAt: '2026-11-10T00:00:00.000Z',
      consent: { source: 'import: fair' },
    })
  })

  test('confirms a pending subscriber', () => {
    const before = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
    expect(applyArrival(before, sampleArrival('imported'))).toMatchObject({ state: 'confirmed', id: before.id })
  })

  test('does not re-subscribe people who unsubscribed', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applyArrival(before, sampleArrival('imported'))).toBe(before)
  })

  test('does not re-subscribe them even if a stranger has typed their address since', () => {
    const unsubscribed = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    const typed = applyArrival(unsubscribed, sampleArrival('requested'))
    expect(applyArrival(typed, sampleArrival('imported'))).toBe(typed)
  })
})

describe('an action of a subscriber', () => {
  test('the confirmation button has no effect after unsubscribing', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applySubscriber(before, confirmedFact)).toBe(before)
  })

  test('a second confirmation keeps the first date', () => {
    const before = sampleSubscriber()
    expect(applySubscriber(before, confirmedFact)).toBe(before)
  })

  test('choosing the present choices changes nothing', () => {
    const before = sampleSubscriber({ topics: ['asia', 'china'] })
    const same = { ...choices, topics: ['asia', 'china'] }
    expect(applySubscriber(before, { kind: 'chose', choices: same, pausedUntil: undefined, at: later })).toBe(before)
  })

  test('choices and a pause are stored', () => {
    const fact: SubscriberFact = { kind: 'chose', choices: weekly, pausedUntil: later, at: later }
    expect(applySubscriber(sampleSubscriber(), fact)).toEqual({
      ...sampleSubscriber(),
      ...weekly,
      digestChangedAt: later,
      pausedUntil: later,
      yesAt: later,
      revision: 2,
    })
  })

  test('the end of a pause is kept when they end it early or choose again afterwards', () => {
    const end = (pausedUntil: string, next: string | undefined) => {
      const fact: SubscriberFact = { kind: 'chose', choices, pausedUntil: next, at: later }
      return applySubscriber(sampleSubscriber({ pausedUntil }), fact).pauseEndedAt
    }
    expect(end('2090-01-01T00:00:00.000Z', undefined)).toBe(later)
    expect(end('2020-01-01T00:00:00.000Z', undefined)).toBe('2020-01-01T00:00:00.000Z')
    expect(end('2020-01-01T00:00:00.000Z', '2091-01-01T00:00:00.000Z')).toBe('2020-01-01T00:00:00.000Z')
  })

  test('a confirmed reader who confirms again gets the rest of the welcome series, and none of it if they had none', () => {
    const again: SubscriberFact = { ...confirmedFact, again: true }
    const welcome = { last: 2, start: '2026-11-02T00:00:00.000Z' }
    expect(applySubscriber(sampleSubscriber({ welcome }), again).welcome).toEqual({ last: 2, start: later })
    expect(applySubscriber(sampleSubscriber(), again)).toEqual({
      ...sampleSubscriber({ confirmedAt: later, revision: 2 }),
      expiresAt: undefined,
      unsubscribedBy: undefined,
    })
    const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
    expect(applySubscriber(pending, again).welcome).toEqual({ last: 0, start: later })
  })

  test('a second unsubscription keeps the first date', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applySubscriber(before, { kind: 'unsubscribed', at: '2030-01-01T00:00:00.000Z' })).toBe(before)
  })
})

describe('after unsubscribing', () => {
  const returns: SubscriberFact = { kind: 'returned' }

  test('a subscriber can return, and everything is as before', () => {
    const unsubscribed = applySubscriber(sampleSubscriber(), unsubscribes)
    expect(applySubscriber(unsubscribed, returns)).toEqual({ ...sampleSubscriber(), revision: 3 })
  })

  test('a subscriber who had not confirmed has nothing to return to', () => {
    const pending = applyArrival(applySubscriber(sampleSubscriber(), unsubscribes), sampleArrival('requested'))
    const unsubscribed = applySubscriber(pending, unsubscribes)
    expect(applySubscriber(unsubscribed, returns)).toBe(unsubscribed)
    expect(applySubscriber(pending, returns)).toBe(pending)
  })
})

describe('a new address', () => {
  const moves: SubscriberFact = { kind: 'moved', address: 'new@example.org' }

  test('replaces the address of a confirmed subscriber and changes nothing else', () => {
    const after = applySubscriber(sampleSubscriber(), moves)
    expect(after).toEqual({ ...sampleSubscriber(), address: 'new@example.org', revision: 2 })
    expect(applySubscriber(after, moves)).toBe(after)
  })

  test.each(['pending', 'unsubscribed'] as const)('changes nothing for a subscriber who is %s', (state) => {
    const before = sampleSubscriber({ state })
    expect(applySubscriber(before, moves)).toBe(before)
  })
})

type Step = Arrival | SubscriberFact
const isArrival = (step: Step): step is Arrival => step.kind === 'requested' || step.kind === 'imported'
const take = (before: Subscriber | undefined, step: Step) => {
  if (isArrival(step)) return applyArrival(before, step)
  return before && applySubscriber(before, step)
}
const steps = fc.array(
  fc.oneof(
    fc.constantFrom(sampleArrival('requested'), sampleArrival('requested', { choices: weekly })),
    fc.constantFrom(sampleArrival('imported'), sampleArrival('imported', { choices: weekly })),
    fc.constantFrom<SubscriberFact>(confirmedFact, unsubscribes, { kind: 'returned' }),
    fc.constant<SubscriberFact>({ kind: 'moved', address: 'new@example.org' }),
    fc.constant<SubscriberFact>({ kind: 'chose', choices: weekly, pausedUntil: later, at: later }),
  ),
  { maxLength: 12 },
)

describe('in any order of events', () => {
  test('a change increases the revision, and no change returns the same object', () => {
    fc.assert(
      fc.property(steps, (events) => {
        let before: Subscriber | undefined
        for (const step of events) {
          const after = take(before, step)
          if (before && after !== before) expect(after?.revision).toBe(before.revision + 1)
          if (before && after) expect(after).toMatchObject({ id: before.id, createdAt: before.createdAt })
          before = after
        }
      }),
    )
  })

  test('an unsubscribed subscriber is confirmed again only by returning, or by a request and its confirmation', () => {
    fc.assert(
      fc.property(steps, (events) => {
        let subscriber: Subscriber | undefined
        let sinceUnsubscribing: Step['kind'][] | undefined
        for (const step of events) {
          subscriber = take(subscriber, step)
          if (step.kind === 'unsubscribed' && subscriber) sinceUnsubscribing = []
          else sinceUnsubscribing?.push(step.kind)
          if (subscriber?.state !== 'confirmed' || !sinceUnsubscribing) continue
          if (sinceUnsubscribing.includes('returned')) continue
          const requested = sinceUnsubscribing.indexOf('requested')
          expect(requested).toBeGreaterThanOrEqual(0)
          expect(sinceUnsubscribing.lastIndexOf('confirmed')).toBeGreaterThan(requested)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the dates fit the state', () => {
    fc.assert(
      fc.property(steps, (events) => {
        const subscriber = events.reduce<Subscriber | undefined>(take, undefined)
        if (subscriber?.state === 'confirmed') {
          expect(subscriber.confirmedAt).toBeDefined()
          expect(subscriber.unsubscribedAt).toBeUndefined()
        }
        if (subscriber?.state === 'unsubscribed') expect(subscriber.unsubscribedAt).toBeDefined()
      }),
    )
  })

  test('applying a fact twice is the same as once', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(confirmedFact, unsubscribes), (events, fact) => {
        const subscriber = events.reduce<Subscriber | undefined>(take, undefined)
        if (!subscriber) return
        const once = applySubscriber(subscriber, fact)
        expect(applySubscriber(once, fact)).toBe(once)
      }),
    )
  })
})

describe('an unconfirmed address', () => {
  const requested = sampleArrival('requested')
  const days = (at: string, { expiresAt }: Subscriber) => (Date.parse(expiresAt ?? '') - Date.parse(at)) / 86_400_000
  const pending = applyArrival(undefined, requested)

  test('is deleted 30 days after its link has expired, and later if it is asked for again', () => {
    expect(days(requested.consent.at, pending)).toBe(37)
    const again = applyArrival(pending, { ...requested, consent: { ...requested.consent, at: later } })
    const pressed = applySubscriber(pending, { kind: 'asked', at: later })
    expect([days(later, again), days(later, pressed)]).toEqual([37, 37])
    expect(pressed).toMatchObject({ state: 'pending', revision: pending.revision + 1 })
    expect(applySubscriber(pressed, { kind: 'asked', at: later })).toBe(pressed)
  })

  test('of an earlier version gets its expiry when it is asked for again', () => {
    const { expiresAt, ...earlier } = pending
    expect(days(later, applySubscriber(earlier, { kind: 'asked', at: later }))).toBe(37)
  })

  test('stays once it is confirmed, imported with consent or unsubscribed, even if it is pending again', () => {
    const confirmed = applySubscriber(pending, confirmedFact)
    const imported = applyArrival(pending, sampleArrival('imported'))
    const unsubscribed = applySubscriber(pending, unsubscribes)
    const back = applyArrival(applySubscriber(confirmed, unsubscribes), requested)
    const asked = applySubscriber(back, { kind: 'asked', at: later })
    expect(asked.state).toBe('pending')
    for (const each of [confirmed, imported, unsubscribed, back, asked]) expect(each.expiresAt).toBeUndefined()
    expect(applyArrival(undefined, sampleArrival('imported')).expiresAt).toBeUndefined()
  })
})

describe('a name', () => {
  const named = sampleSubscriber({ name: 'Ada' })
  const chooses = (name: string | undefined): SubscriberFact => ({
    kind: 'chose',
    choices,
    pausedUntil: undefined,
    name,
    at: later,
  })

  test('comes with a request or an import, and stays if a later request has none', () => {
    const pending = applyArrival(undefined, sampleArrival('requested', { name: 'Ada' }))
    expect(pending.name).toBe('Ada')
    expect(applyArrival(pending, sampleArrival('requested')).name).toBe('Ada')
    expect(applyArrival(pending, sampleArrival('requested', { name: 'Eve' })).name).toBe('Eve')
    expect(applyArrival(pending, sampleArrival('imported', { name: 'Eve' })).name).toBe('Eve')
    expect(applySubscriber(pending, confirmedFact).name).toBe('Ada')
    expect(applyArrival(pending, sampleArrival('imported')).name).toBeUndefined()
  })

  test('of a confirmed subscriber is not changed by a request that a stranger may have sent', () => {
    expect(applyArrival(named, sampleArrival('requested', { name: 'Eve' }))).toBe(named)
    const nameless = sampleSubscriber()
    expect(applyArrival(nameless, sampleArrival('requested', { name: 'Eve' }))).toBe(nameless)
  })

  test('that is missing is added by an import; one that they have, or removed, is not changed', () => {
    const arrival = sampleArrival('imported', { name: 'Augusta', choices: weekly })
    expect(applyArrival(sampleSubscriber(), arrival)).toEqual(sampleSubscriber({ name: 'Augusta', revision: 2 }))
    expect(applyArrival(named, arrival)).toBe(named)
    const removed = applySubscriber(named, chooses(''))
    expect(removed.name).toBe('')
    expect(applyArrival(removed, arrival)).toBe(removed)
    const gone = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applyArrival(gone, arrival)).toBe(gone)
  })

  test('changes in the preferences only if they change it', () => {
    expect(applySubscriber(named, chooses(undefined))).toBe(named)
    expect(applySubscriber(named, chooses('Ada'))).toBe(named)
    expect(applySubscriber(named, chooses('Augusta Ada'))).toMatchObject({ name: 'Augusta Ada', revision: 2 })
  })
})

describe('a reader who is asked whether they still want the mails', () => {
  const since = '2026-11-01T00:00:00.000Z'
  const asked: SubscriberFact = { kind: 'permission-asked', askedAt: later, since, isAccepted: true }
  const soon = '2026-12-10T00:00:00.000Z'
  const given: SubscriberFact = { kind: 'permission-given', at: soon }
  const reader = applySubscriber(sampleSubscriber(), asked)
  const lapsed = applySubscriber(reader, { kind: 'unsubscribed', at: soon, by: 'lapse' })

  test('is remembered as asked about one yes', () => {
    expect(reader).toMatchObject({ permission: { askedAt: later, since, isAccepted: true }, revision: 2 })
    const sure = sampleSubscriber({ yesAt: later })
    expect(applySubscriber(sure, asked)).toBe(sure)
    expect(lapsed.permission).toBeUndefined()
  })

  test.each<[string, SubscriberFact]>([
    ['the button', given],
    ['saved preferences', { kind: 'chose', choices, pausedUntil: undefined, at: soon }],
    ['a move', { kind: 'moved', address: 'new@example.org', at: soon }],
  ])('answers with %s', (_how, fact) => {
    expect(applySubscriber(reader, fact)).toMatchObject({ state: 'confirmed', yesAt: soon, permission: undefined })
  })

  test('answers once, however often the button is pressed', () => {
    const sure = applySubscriber(reader, given)
    expect(applySubscriber(sure, given)).toBe(sure)
  })

  test('comes back with the link, and gets nothing from before, if they had lapsed', () => {
    expect(lapsed).toMatchObject({ state: 'unsubscribed', unsubscribedBy: 'lapse' })
    expect(applySubscriber(lapsed, given)).toMatchObject({
      ...{ state: 'confirmed', confirmedAt: soon, yesAt: soon, unsubscribedAt: undefined, unsubscribedBy: undefined },
    })
    const left = applySubscriber(reader, unsubscribes)
    expect(applySubscriber(left, given)).toBe(left)
  })

  test('can sign up again if they lapsed, but no import brings them back', () => {
    expect(applyArrival(lapsed, sampleArrival('requested')).state).toBe('pending')
    expect(applyArrival(lapsed, sampleArrival('imported'))).toBe(lapsed)
    expect(applySubscriber(lapsed, { kind: 'returned' })).toBe(lapsed)
  })

  test('stays away after leaving, although they had lapsed before', () => {
    for (const fact of [unsubscribes, { ...unsubscribes, by: 'operator' } as const]) {
      const left = applySubscriber(lapsed, fact)
      expect(left).toMatchObject({ state: 'unsubscribed', confirmedAt: undefined })
      expect(left.unsubscribedBy).not.toBe('lapse')
      expect(applySubscriber(left, given)).toBe(left)
      expect(applySubscriber(left, { kind: 'returned' })).toBe(left)
    }
  })

  test('lapses once, and not after leaving', () => {
    const lapses = { kind: 'unsubscribed', at: later, by: 'lapse' } as const
    expect(applySubscriber(lapsed, lapses)).toBe(lapsed)
    const left = applySubscriber(reader, unsubscribes)
    expect(applySubscriber(left, lapses)).toBe(left)
  })
})
