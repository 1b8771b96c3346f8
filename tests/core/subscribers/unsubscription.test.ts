import { expect, test } from 'vitest'
import { signToken, verifyToken } from '../../../core/subscribers/token.ts'
import {
  boundToIssue,
  describeUnsubscriptions,
  issueOfLink,
  shareOfDelivered,
} from '../../../core/subscribers/unsubscription.ts'
import { secrets } from './sample-subscriber.ts'

test.each(['daily-1', 'the-week-by-post-123456789', 'a1-b2-3'])('a link in a mail of %s names it', (id) => {
  for (const purpose of ['unsubscribe', 'preferences'] as const) {
    const token = signToken(secrets, purpose, 'ab12', undefined, boundToIssue(id))
    const verified = verifyToken(secrets, purpose, token, new Date())
    expect(verified).toMatchObject({ kind: 'valid', subscriberId: 'ab12' })
    expect(verified.kind === 'valid' && issueOfLink(purpose, verified.bound)).toBe(id)
  }
})

test('other links name no issue', () => {
  expect(issueOfLink('unsubscribe', undefined)).toBeUndefined()
  expect(issueOfLink('preferences', 'daily')).toBeUndefined()
  expect(issueOfLink('return', 'daily_1')).toBeUndefined()
  expect(issueOfLink('move', '0123456789abcdef')).toBeUndefined()
})

test('the share is that of delivered mails, also of those that their readers complained about', () => {
  expect(shareOfDelivered(3, { delivered: 700, complained: 2, bounced: 50 })).toEqual({
    count: 3,
    percentOfDelivered: 0.43,
  })
  expect(shareOfDelivered(0, {})).toEqual({ count: 0, percentOfDelivered: 0 })
  expect(shareOfDelivered(1, { bounced: 1 })).toEqual({ count: 1, percentOfDelivered: undefined })
  expect(describeUnsubscriptions({ count: 3, percentOfDelivered: 0.43 })).toBe('3 (0.43 % of delivered)')
  expect(describeUnsubscriptions({ count: 1, percentOfDelivered: undefined })).toBe('1')
})
