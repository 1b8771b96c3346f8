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
const leaves: SubscriberFact = { kind: 'unsubscribed', at: later }
const weekly = { ...choices, digest: 'weekly', topics: ['asia'] } as const

describe('someone asks to subscribe', () => {
  test('a new address becomes a pending subscriber', () => {
    const { state, confirmedAt, revision, address } = applyArrival(undefined, sampleArrival('requested'))
    expect({ state, confirmedAt, revision, address }).toEqual({
      state: 'pending',
      confirmedAt: undefined,
      revision: 1,
      address: 'ada@example.org',
    })
  })

  test('a confirmed subscriber keeps everything, whatever a stranger typed', () => {
    const before = sampleSubscriber()
    expect(applyArrival(before, sampleArrival('requested', { choices: weekly }))).toBe(before)
  })

  test('of two requests that nobody confirmed yet, the later one counts', () => {
    const before = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
    const after = applyArrival(before, sampleArrival('requested', { choices: weekly }))
    expect(after).toMatchObject({ id: before.id, state: 'pending', digest: 'weekly', topics: ['asia'], revision: 2 })
  })

  test('who left is asked anew, and what they had paused is over', () => {
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

describe('an operator adds someone whose consent is held', () => {
  test('a new address is confirmed at once, and its source is kept', () => {
    expect(applyArrival(undefined, sampleArrival('imported'))).toMatchObject({
      state: 'confirmed',
      confirmedAt: '2026-11-10T00:00:00.000Z',
      consent: { source: 'import: fair' },
    })
  })

  test('a pending subscriber is confirmed', () => {
    const before = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
    expect(applyArrival(before, sampleArrival('imported'))).toMatchObject({ state: 'confirmed', id: before.id })
  })

  test('who left stays away', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applyArrival(before, sampleArrival('imported'))).toBe(before)
  })

  test('who left stays away even when a stranger has typed their address since', () => {
    const left = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    const typed = applyArrival(left, sampleArrival('requested'))
    expect(applyArrival(typed, sampleArrival('imported'))).toBe(typed)
  })
})

describe('a subscriber acts', () => {
  test('the button of the first mail confirms nobody who has left since', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applySubscriber(before, confirmedFact)).toBe(before)
  })

  test('a second press on the button leaves the first date', () => {
    const before = sampleSubscriber()
    expect(applySubscriber(before, confirmedFact)).toBe(before)
  })

  test('choosing what is chosen already changes nothing', () => {
    const before = sampleSubscriber({ topics: ['asia', 'china'] })
    const chosen = { ...choices, topics: ['asia', 'china'] }
    expect(applySubscriber(before, { kind: 'chose', choices: chosen, pausedUntil: undefined, at: later })).toBe(before)
  })

  test('choices and a pause are taken over', () => {
    const fact: SubscriberFact = { kind: 'chose', choices: weekly, pausedUntil: later, at: later }
    expect(applySubscriber(sampleSubscriber(), fact)).toEqual({
      ...sampleSubscriber(),
      ...weekly,
      digestChangedAt: later,
      pausedUntil: later,
      revision: 2,
    })
  })

  test('leaving twice keeps the first date', () => {
    const before = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: later })
    expect(applySubscriber(before, { kind: 'unsubscribed', at: '2030-01-01T00:00:00.000Z' })).toBe(before)
  })
})

describe('someone who has just left', () => {
  const returns: SubscriberFact = { kind: 'returned' }

  test('can return, and all is as before', () => {
    const left = applySubscriber(sampleSubscriber(), leaves)
    expect(applySubscriber(left, returns)).toEqual({ ...sampleSubscriber(), revision: 3 })
  })

  test('has nothing to return to before they had confirmed', () => {
    const pending = applyArrival(applySubscriber(sampleSubscriber(), leaves), sampleArrival('requested'))
    const left = applySubscriber(pending, leaves)
    expect(applySubscriber(left, returns)).toBe(left)
    expect(applySubscriber(pending, returns)).toBe(pending)
  })
})

describe('a new address', () => {
  const moves: SubscriberFact = { kind: 'moved', address: 'new@example.org' }

  test('is taken over by a confirmed subscriber, and nothing else changes', () => {
    const after = applySubscriber(sampleSubscriber(), moves)
    expect(after).toEqual({ ...sampleSubscriber(), address: 'new@example.org', revision: 2 })
    expect(applySubscriber(after, moves)).toBe(after)
  })

  test.each(['pending', 'unsubscribed'] as const)('is nothing to one who is %s', (state) => {
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
    fc.constantFrom<SubscriberFact>(confirmedFact, leaves, { kind: 'returned' }),
    fc.constant<SubscriberFact>({ kind: 'moved', address: 'new@example.org' }),
    fc.constant<SubscriberFact>({ kind: 'chose', choices: weekly, pausedUntil: later, at: later }),
  ),
  { maxLength: 12 },
)

describe('in any order of events', () => {
  test('a change is counted, and no change is the same object', () => {
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

  test('who left is confirmed again only by taking that back, or by asking and then pressing the button', () => {
    fc.assert(
      fc.property(steps, (events) => {
        let subscriber: Subscriber | undefined
        let sinceLeft: Step['kind'][] | undefined
        for (const step of events) {
          subscriber = take(subscriber, step)
          if (step.kind === 'unsubscribed' && subscriber) sinceLeft = []
          else sinceLeft?.push(step.kind)
          if (subscriber?.state !== 'confirmed' || !sinceLeft) continue
          if (sinceLeft.includes('returned')) continue
          const asked = sinceLeft.indexOf('requested')
          expect(asked).toBeGreaterThanOrEqual(0)
          expect(sinceLeft.lastIndexOf('confirmed')).toBeGreaterThan(asked)
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

  test('a fact twice is the same as once', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(confirmedFact, leaves), (events, fact) => {
        const subscriber = events.reduce<Subscriber | undefined>(take, undefined)
        if (!subscriber) return
        const once = applySubscriber(subscriber, fact)
        expect(applySubscriber(once, fact)).toBe(once)
      }),
    )
  })
})
