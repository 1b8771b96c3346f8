import { expect, test } from 'vitest'
import { lateMemory } from '../../../../core/subscribers/csv/late-memory.ts'
import type { Remembered } from '../../../../core/subscribers/csv/remembered-row.ts'
import type { Subscriber } from '../../../../core/subscribers/subscriber.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const imported = sampleSubscriber({ consent: { source: 'import: list.csv', at: '2026-11-01T00:00:00.000Z' } })
const chosen = { ...imported, consent: { ...imported.consent, confirmedFrom: 'x' } } // confirmed on 2 November
const [before, between, after] = ['2026-10-01T00:00:00.000Z', '2026-11-01T12:00:00.000Z', '2026-11-05T00:00:00.000Z']
const sure = { ...imported, yesAt: '2026-11-03T00:00:00.000Z' }
const complaint = (at: string): Remembered => ({ suppression: { reason: 'complaint', at } })
const left = (at?: string): Remembered => ({ departure: { reason: 'unsubscribed', at } })

test.each<[string, Subscriber, Remembered, boolean]>([
  ['a complaint about somebody who was imported', imported, complaint(before), true],
  ['a complaint before they confirmed here', chosen, complaint(before), false],
  ['a complaint after they confirmed here', chosen, complaint(after), true],
  ['a departure after the consent of somebody who was imported', imported, left(between), true],
  ['a departure before that consent', imported, left(before), false],
  ['a departure at an unknown time', imported, left(), false],
  ['a departure before they confirmed here', chosen, left(between), false],
  ['a departure before somebody who was imported said yes', sure, left(between), false],
  ['a departure after that', sure, left(after), true],
  ['a complaint before somebody who was imported said yes', sure, complaint(before), false],
  ['a complaint after that', sure, complaint(after), true],
  ['a move to another address', imported, { departure: { reason: 'moved', at: after } }, false],
  ['a bounce, which may have been lifted', imported, { suppression: { reason: 'bounce', at: after } }, false],
  ['anything about somebody who is not confirmed', { ...imported, state: 'pending' }, complaint(after), false],
])('%s', (_what, subscriber, remembered, counts) => {
  expect(lateMemory(subscriber, remembered)).toEqual(counts ? remembered : undefined)
})
