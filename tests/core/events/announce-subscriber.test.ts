import fc from 'fast-check'
import { expect, test } from 'vitest'
import { announceSubscriber, announceSuppression, newSuppression } from '../../../core/events/announce-subscriber.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { site } from '../reading/sample.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'
import { change } from './sample-change.ts'

const at = '2026-03-01T08:00:00Z'
const confirmed: Subscriber = { ...sampleSubscriber(), state: 'confirmed', confirmedAt: at, revision: 2 }
const pending: Subscriber = { ...sampleSubscriber(), state: 'pending', confirmedAt: undefined, revision: 1 }
const unsubscribed: Subscriber = { ...confirmed, state: 'unsubscribed', unsubscribedAt: at, revision: 3 }
const stored = (subscriber: Subscriber | undefined) => subscriber && { subscriber }
const announce = (before: Subscriber | undefined, after: Subscriber | undefined) =>
  announceSubscriber(change('subscriber#1', stored(before), stored(after)), site)

test('a confirmation is announced, by whichever way, with the id and the digest only', () => {
  expect(announce(pending, confirmed)).toEqual({
    type: 'Subscriber Confirmed',
    detail: {
      ...{ version: 1, id: 'c4ca4238a0b923820dcc509a6f75849b', at: '2026-03-01T08:00:05Z' },
      publication: { title: site.publication.title, tag: site.publication.tag, url: site.url },
      subscriber: { id: confirmed.id, revision: 2, digest: confirmed.digest },
      source: expect.any(String),
    },
  })
  expect(announce(undefined, confirmed)?.type).toBe('Subscriber Confirmed')
  expect(announce(unsubscribed, confirmed)?.type).toBe('Subscriber Confirmed')
})

test.each([
  ['form', 'form'],
  ['api', 'api'],
  ['import', 'import'],
  ['import: trade fair, from bob@example.org', 'import'],
  ['operator', 'operator'],
  ['Bob’s list', 'other'],
])('the source %s is announced as %s', (source, expected) => {
  const detail = announce(pending, { ...confirmed, consent: { source, at } })?.detail
  expect(detail).toMatchObject({ source: expected })
})

test('people who did not confirm are not announced', () => {
  for (const after of [pending, { ...pending, state: 'unsubscribed' as const }, undefined])
    expect(announce(pending, after)).toBeUndefined()
  expect(announce(undefined, pending)).toBeUndefined()
})

test('an unsubscription is announced once', () => {
  expect(announce(confirmed, unsubscribed)).toMatchObject({
    type: 'Subscriber Unsubscribed',
    detail: { erased: false },
  })
  expect(announce(unsubscribed, { ...unsubscribed, revision: 4 })).toBeUndefined()
  expect(announce(confirmed, { ...confirmed, topics: ['asia'], revision: 3 })).toBeUndefined()
})

test('an erasure is announced, so that other programs can delete what they keep', () => {
  for (const before of [confirmed, unsubscribed])
    expect(announce(before, undefined)).toMatchObject({
      type: 'Subscriber Unsubscribed',
      detail: { erased: true, subscriber: { id: before.id, revision: before.revision + 1 } },
    })
})

test('the deletion of an address that was never confirmed is not announced', () => {
  const pending = { ...confirmed, state: 'pending', confirmedAt: undefined, unsubscribedAt: undefined } as const
  expect(announce(pending, undefined)).toBeUndefined()
})

const suppression = { reason: 'bounce', at }
const hash = 'a'.repeat(40)

test('a suppression is announced with the subscriber, never with the hash of the address', () => {
  const added = change(`suppression#${hash}`, undefined, { suppression })
  const found = newSuppression(added)
  expect(found).toEqual({ addressHash: hash, reason: 'bounce' })
  if (!found) return
  const event = announceSuppression(added, found, confirmed, site)
  expect(event).toMatchObject({
    type: 'Subscriber Suppressed',
    detail: { subscriber: { id: confirmed.id }, reason: 'bounce' },
  })
  expect(JSON.stringify(event)).not.toContain(hash)
  expect(announceSuppression(added, found, pending, site)).toBeUndefined()
  expect(announceSuppression(added, found, undefined, site)).toBeUndefined()
})

test('only new suppressions are announced', () => {
  const old = { suppression }
  expect(
    newSuppression(change(`suppression#${hash}`, old, { suppression: { ...suppression, reason: 'complaint' } })),
  ).toBeUndefined()
  expect(newSuppression(change(`suppression#${hash}`, old, undefined))).toBeUndefined()
  expect(newSuppression(change('subscriber#1', undefined, stored(confirmed)))).toBeUndefined()
})

test('whatever changes, no event contains an address, a consent or the origin of a request', () => {
  const secret = fc.string({ minLength: 12, maxLength: 30 }).map((text) => `~${text.replaceAll(/["\\\\]/g, '-')}~`)
  const state = fc.constantFrom('pending' as const, 'confirmed' as const, 'unsubscribed' as const)
  const instant = fc.option(fc.constant(at), { nil: undefined })
  const secrets = fc.record({ address: secret, source: secret, from: secret, text: secret, confirmedFrom: secret })
  const person = fc.record({ state, confirmedAt: instant, unsubscribedAt: instant, secrets })
  fc.assert(
    fc.property(fc.option(person, { nil: undefined }), fc.option(person, { nil: undefined }), (before, after) => {
      const people = [before, after].map((each) => {
        if (!each) return undefined
        const { secrets, ...rest } = each
        const { address, ...consent } = secrets
        return sampleSubscriber({ ...rest, address, consent: { at, ...consent } })
      })
      const text = JSON.stringify(announce(people[0], people[1]) ?? {})
      const hidden = [before, after].flatMap((each) => Object.values(each?.secrets ?? {}))
      for (const each of hidden) expect(text).not.toContain(JSON.stringify(each).slice(1, -1))
    }),
  )
})
