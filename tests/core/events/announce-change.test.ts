import { expect, test } from 'vitest'
import { announceChange } from '../../../core/events/announce-change.ts'
import { changedRecord } from '../articles/sample-record.ts'
import { site } from '../reading/sample.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'
import { change } from './sample-change.ts'

const record = changedRecord()
const issue = { digest: 'daily', number: 1, title: 'One', composedAt: '2026-03-01T07:00:00Z', articleCount: 1 }

test.each([
  ['article#1', 'article', { record }, 'Article Published'],
  ['subscriber#1', 'subscriber', { subscriber: sampleSubscriber() }, 'Subscriber Confirmed'],
  ['issue#daily', '000000001', { issue }, 'Issue Composed'],
])('a new item %s %s is announced', (pk, sk, item, type) => {
  expect(announceChange(change(pk, undefined, item, sk), site)?.type).toBe(type)
})

test.each([
  ['article#1', 'waiting', { digests: ['daily'] }],
  ['listing#', '2026', { article: record.article }],
  ['address#x', 'address', { subscriberId: '1' }],
  ['constructor', 'x', {}],
])('a new item %s %s is not announced', (pk, sk, item) => {
  expect(announceChange(change(pk, undefined, item, sk), site)).toBeUndefined()
})
