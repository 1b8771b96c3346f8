import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyArrival, applySubscriber } from '../../../core/subscribers/apply-subscriber.ts'
import { findLifted, planAsking } from '../../../core/subscribers/lift-bounce.ts'
import { type KnownAddress, planAdmission, unknownAddress } from '../../../core/subscribers/plan-admission.ts'
import type { Departure, Suppression } from '../../../core/subscribers/subscriber.ts'
import { isBarred } from '../../../core/subscribers/suppression.ts'
import { sampleArrival, sampleSubscriber } from './sample-subscriber.ts'

const at = '2026-11-05T00:00:00.000Z'
const later = '2026-11-21T06:00:00.000Z'
const confirmed = sampleSubscriber()
const suppressed = (reason: Suppression['reason']) => stored({ subscriber: confirmed, suppression: { reason, at } })
const departed = (departure: Departure) => stored({ departure })

function stored(rows: Partial<KnownAddress>): KnownAddress {
  return { ...unknownAddress, ...rows }
}

/** Whom an operator or a visitor may find under an address. */
const people = {
  confirmed: stored({ subscriber: confirmed }),
  pending: stored({ subscriber: sampleSubscriber({ state: 'pending', confirmedAt: undefined }) }),
  unsubscribed: stored({ subscriber: sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: at }) }),
  'unsubscribed by the operator': stored({
    subscriber: applySubscriber(confirmed, { kind: 'unsubscribed', at, by: 'operator' }),
  }),
  'unsubscribed without a record': departed({ reason: 'unsubscribed', by: 'operator', at }),
  bounced: suppressed('bounce'),
  complained: suppressed('complaint'),
  blocked: suppressed('operator'),
  erased: departed({ reason: 'erased', by: 'operator', at }),
  moved: departed({ reason: 'moved', at }),
}
type Person = keyof typeof people

const admit = (known: KnownAddress, kind: 'requested' | 'imported', options = {}) => {
  const admission = planAdmission(known, sampleArrival(kind), options)
  return 'subscriber' in admission ? `${admission.outcome}: ${admission.subscriber.state}` : admission.outcome
}

/** What each way to come back does: the outcome, and for a sign-up also the mail that follows. */
const ways: Readonly<Record<string, (known: KnownAddress) => string>> = {
  import: (known) => admit(known, 'requested'),
  'import --confirmed': (known) => admit(known, 'imported'),
  add: (known) => admit(known, 'requested', { askAgain: true }),
  'add --confirmed': (known) => admit(known, 'imported', { askAgain: true }),
  'add --force': (known) => admit(known, 'requested', { askAgain: true, force: true }),
  'sign-up': ({ subscriber, suppression }) => {
    const { state } = applyArrival(subscriber, sampleArrival('requested'))
    if (suppression)
      return `${state}, ${planAsking(suppression, { requestId: 'r' }, new Date(later)) ? 'asked' : 'no mail'}`
    return `${state}, ${state === 'pending' ? 'asked' : 'told'}`
  },
  'an old link to confirm': ({ subscriber, suppression }) => {
    if (findLifted(suppression, undefined)) return 'lifted'
    return subscriber ? applySubscriber(subscriber, { kind: 'confirmed', at: later }).state : 'nobody'
  },
  'a link to undo': ({ subscriber }) =>
    subscriber ? applySubscriber(subscriber, { kind: 'returned' }).state : 'nobody',
  'a link to move': ({ subscriber, suppression }) => {
    if (!subscriber) return 'nobody'
    const after = applySubscriber(subscriber, { kind: 'moved', address: 'new@example.org' })
    return after === subscriber || isBarred(suppression) ? 'refused' : 'moved'
  },
}

const table: Readonly<Record<Person, readonly string[]>> = {
  // import, import --confirmed, add, add --confirmed, add --force | sign-up | links to confirm, undo, move
  confirmed: [
    ...['unchanged: confirmed', 'unchanged: confirmed', 'unchanged: confirmed', 'unchanged: confirmed'],
    ...['unchanged: confirmed', 'confirmed, told', 'confirmed', 'confirmed', 'moved'],
  ],
  pending: [
    ...['unchanged: pending', 'added: confirmed', 'added: pending', 'added: confirmed', 'added: pending'],
    ...['pending, asked', 'confirmed', 'pending', 'refused'],
  ],
  unsubscribed: [
    ...['unsubscribed', 'unsubscribed', 'unsubscribed', 'unsubscribed', 'added: pending'],
    ...['pending, asked', 'unsubscribed', 'confirmed', 'refused'],
  ],
  'unsubscribed by the operator': [
    ...['unsubscribed', 'unsubscribed', 'unsubscribed', 'unsubscribed', 'added: pending'],
    ...['pending, asked', 'unsubscribed', 'unsubscribed', 'refused'],
  ],
  'unsubscribed without a record': [
    ...['unsubscribed', 'unsubscribed', 'unsubscribed', 'unsubscribed', 'added: pending'],
    ...['pending, asked', 'nobody', 'nobody', 'nobody'],
  ],
  bounced: [
    ...['suppressed', 'suppressed', 'suppressed', 'suppressed', 'suppressed'],
    ...['confirmed, asked', 'confirmed', 'confirmed', 'moved'],
  ],
  complained: [
    ...['suppressed', 'suppressed', 'suppressed', 'suppressed', 'suppressed'],
    ...['confirmed, no mail', 'confirmed', 'confirmed', 'refused'],
  ],
  blocked: [
    ...['suppressed', 'suppressed', 'suppressed', 'suppressed', 'suppressed'],
    ...['confirmed, no mail', 'confirmed', 'confirmed', 'refused'],
  ],
  erased: [
    ...['erased', 'erased', 'erased', 'erased', 'added: pending'],
    ...['pending, asked', 'nobody', 'nobody', 'nobody'],
  ],
  moved: [
    ...['moved', 'moved', 'moved', 'moved', 'added: pending'],
    ...['pending, asked', 'nobody', 'nobody', 'nobody'],
  ],
}

describe.each(Object.entries(table) as [Person, readonly string[]][])('%s', (person, expected) => {
  test.each(Object.entries(ways).map(([way, result], index) => [way, result, expected[index]] as const))(
    'after %s',
    (_way, result, outcome) => {
      expect(result(people[person])).toBe(outcome)
    },
  )
})

test('whatever operators import and strangers type, people who left are not subscribed until they press a button', () => {
  const gone = fc.constantFrom(
    ...([people.unsubscribed, people['unsubscribed by the operator'], people.erased, people.moved] as const),
  )
  const step = fc.constantFrom('import', 'add', 'force', 'signUp', 'undoAfterSignUp')
  fc.assert(
    fc.property(gone, fc.array(step, { maxLength: 8 }), (start, steps) => {
      let known: KnownAddress = start
      for (const each of steps) {
        const { subscriber } = known
        if (each === 'signUp') known = { ...known, subscriber: applyArrival(subscriber, sampleArrival('requested')) }
        else if (each === 'undoAfterSignUp') {
          if (subscriber?.state === 'pending')
            known = { ...known, subscriber: applySubscriber(subscriber, { kind: 'returned' }) }
        } else {
          const kind = each === 'import' ? 'imported' : 'requested'
          const admission = planAdmission(known, sampleArrival(kind), { askAgain: true, force: each === 'force' })
          if ('subscriber' in admission) known = { ...known, subscriber: admission.subscriber }
        }
        expect(known.subscriber?.state).not.toBe('confirmed')
      }
    }),
  )
})
