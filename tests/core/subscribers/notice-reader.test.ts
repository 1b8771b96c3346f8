import { expect, test } from 'vitest'
import type { ConfirmationMessage } from '../../../core/messages.ts'
import { findNoticeReader } from '../../../core/subscribers/notice-reader.ts'
import { sampleSubscriber } from './sample-subscriber.ts'

type Notice = Exclude<ConfirmationMessage['notice'], 'erased'>
const request = { subscriberId: sampleSubscriber().id, requestId: 'request-1' }
const states = ['pending', 'confirmed', 'unsubscribed'] as const

test.each<[Notice, string[]]>([
  [undefined, ['pending', 'confirmed']],
  ['welcome', ['confirmed']],
  ['moved', ['confirmed']],
  ['goodbye', ['unsubscribed']],
  ['export', ['pending', 'confirmed', 'unsubscribed']],
])('the notice %s goes to subscribers in the states %j', (notice, expected) => {
  const message: ConfirmationMessage = notice ? { ...request, notice } : request
  const due = states.filter((state) => findNoticeReader(message, sampleSubscriber({ state })))
  expect(due).toEqual(expected)
  expect(findNoticeReader(message, undefined)).toBeUndefined()
})

test('the address in the message comes before that of the subscriber', () => {
  const message = { ...request, notice: 'movedAway', to: 'old@example.org' } as const
  expect(findNoticeReader(message, sampleSubscriber())?.address).toBe('old@example.org')
})

test('after an erasure, the message alone says who gets the mail', () => {
  const message = { ...request, notice: 'erased', to: 'ada@example.org', language: 'de' } as const
  expect(findNoticeReader(message, undefined)).toMatchObject({ address: 'ada@example.org', language: 'de' })
})
