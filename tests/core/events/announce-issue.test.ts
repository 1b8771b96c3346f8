import { expect, test } from 'vitest'
import { announceIssue } from '../../../core/events/announce-issue.ts'
import { site } from '../reading/sample.ts'
import { change } from './sample-change.ts'

const composed = {
  ...{ digest: 'daily', number: 12, title: 'Morning', composedAt: '2026-03-01T07:00:00.000Z' },
  ...{ contentKey: 'issues/daily/12-x.json', articleCount: 3, state: 'composed' },
}
const counts = { recipients: 7, submitted: 4, skipped: 1, suppressed: 1, failed: 1, unknown: 0, pending: 0 }
const submitted = { ...composed, state: 'submitted', submittedAt: '2026-03-01T07:10:00.000Z', counts }
const hold = { kind: 'paused', reason: 'bounces', at: '2026-03-01T07:05:00.000Z' }
const stored = (issue: object | undefined) => issue && { issue }
const announce = (before: object | undefined, after: object | undefined) =>
  announceIssue(change('issue#daily', stored(before), stored(after), '000000012'), site)

test('a new issue is announced with its title and address', () => {
  expect(announce(undefined, composed)).toEqual({
    type: 'Issue Composed',
    detail: {
      ...{ version: 1, id: 'c4ca4238a0b923820dcc509a6f75849b', at: '2026-03-01T08:00:05Z' },
      publication: { title: site.publication.title, tag: site.publication.tag, url: site.url },
      issue: {
        ...{ id: 'daily-12', digest: 'daily', number: 12, title: 'Morning', url: `${site.url}/issues/daily/12/` },
        ...{ articles: 3, composedAt: '2026-03-01T07:00:00.000Z' },
      },
    },
  })
})

test('the end of an issue is announced once, with its counts', () => {
  const planned = { ...composed, state: 'planned' }
  const { submittedAt } = submitted
  expect(announce(planned, submitted)).toMatchObject({ type: 'Issue Submitted', detail: { submittedAt, counts } })
  expect(announce(submitted, { ...submitted, counts: { ...counts, failed: 0, pending: 1 } })).toBeUndefined()
  expect(announce(composed, planned)).toBeUndefined()
})

test('each pause is announced, and neither a resumption nor a cancellation is', () => {
  const paused = { ...composed, hold }
  const detail = { pausedAt: hold.at, reason: 'bounces' }
  expect(announce(composed, paused)).toMatchObject({ type: 'Issue Paused', detail })
  expect(announce(paused, { ...paused, forgiven: {} })).toBeUndefined()
  expect(announce(paused, composed)).toBeUndefined()
  expect(announce(composed, { ...composed, hold: { ...hold, kind: 'cancelled', reason: 'operator' } })).toBeUndefined()
  expect(announce(composed, undefined)).toBeUndefined()
})

test('an issue that waits for approval is announced as composed once it is approved, or else as expired', () => {
  const until = '2026-03-01T10:00:00.000Z'
  const waiting = { ...composed, state: 'awaiting-approval', approval: { until, preview: 'x' } }
  const approved = { ...composed, approval: { until, preview: 'x', givenAt: hold.at } }
  expect(announce(undefined, waiting)).toMatchObject({ type: 'Issue Awaiting Approval', detail: { until } })
  expect(announce(waiting, approved)).toMatchObject({ type: 'Issue Composed' })
  expect(announce(approved, { ...approved, state: 'planning' })).toBeUndefined()
  expect(announce(waiting, { ...waiting, state: 'expired' })).toMatchObject({ type: 'Issue Expired' })
  expect(announce(waiting, { ...waiting, state: 'cancelled' })).toBeUndefined()
})
