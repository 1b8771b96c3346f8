import { describe, expect, test } from 'vitest'
import { decide } from '../../../core/deployment/deployment.ts'
import {
  describeAge,
  judgeAlarms,
  judgeDeployment,
  judgeDigests,
  judgeFailures,
  judgeIssues,
  judgeQueues,
  judgeRuns,
} from '../../../core/diagnosis/judge-work.ts'
import type { IssueRecord } from '../../../core/issues/issue.ts'
import { watchDigests } from '../../../core/monitoring/missed-runs.ts'
import { parsePublication } from '../../../core/publication.ts'
import { newDigest } from '../../../core/schedules/digest-record.ts'

const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const unreadable = { kind: 'unreadable', reason: 'Ask for Operator.' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)
const now = new Date('2026-11-30T12:00:00Z')
const publication = parsePublication(
  JSON.stringify({
    ...{ title: 'News', description: 'News.', tag: 'example.org,2026', postalAddress: 'Bath' },
    sender: { name: 'News', address: 'news@example.org' },
    digests: { daily: { title: 'Daily', schedule: { every: 'day', at: '07:00' } } },
  }),
)

describe('alarms', () => {
  const topic = 'arn:aws:sns:eu-west-1:1:Alarms'
  const quiet = { name: 'Stack-Failures', state: 'OK', description: 'Messages failed.' }
  const person = { endpoint: 'ops@example.org', isConfirmed: true }
  test.each([
    [['alarms.ok'], found([person]), found([quiet])],
    [['alarms.nobody'], found([]), found([quiet])],
    [['alarms.unconfirmed'], found([{ ...person, isConfirmed: false }]), found([quiet])],
    [['alarms.ringing'], found([person]), found([{ ...quiet, state: 'ALARM' }])],
    [['alarms.unchecked'], found([person]), found([{ ...quiet, state: 'INSUFFICIENT_DATA' }])],
    [['alarms.unchecked', 'alarms.ringing'], unreadable, found([{ ...quiet, state: 'ALARM' }])],
  ])('%j: %j %j', (expected, people, alarms) => {
    expect(ids(judgeAlarms(topic, people, alarms))).toEqual(expected)
  })
})

test('failed messages are a problem, with their age', () => {
  expect(ids(judgeFailures(found(0), undefined))).toEqual(['failures.ok'])
  expect(judgeFailures(found(2), 3 * 86_400)[0]).toMatchObject({
    id: 'failures.waiting',
    text: '2 messages failed repeatedly, the oldest 3 days ago. They are kept for 14 days.',
  })
})

test.each([
  [45, '45 seconds'],
  [119, '119 seconds'],
  [180, '3 minutes'],
  [7_300, '2 hours'],
  [200_000, '2 days'],
])('%d seconds are %s', (seconds, text) => {
  expect(describeAge(seconds)).toBe(text)
})

test('a message that has waited for too long is a problem', () => {
  expect(ids(judgeQueues(found({ ingest: 60, send: 3600 })))).toEqual(['queues.ok'])
  expect(ids(judgeQueues(found({ ingest: 3600, send: 3600 })))).toEqual(['queues.late'])
})

describe('runs', () => {
  const health = { digests: watchDigests(publication, { digests: {} }, new Date('2026-11-29T12:00:00Z')) }
  const run = { at: '', outcome: 'composed', number: 1, requestId: '2026-11-30T07:00:00.000Z' } as const
  test.each([
    ['runs.ok', { health, records: { daily: { ...newDigest, runs: [run] } } }],
    ['runs.missed', { health, records: { daily: newDigest } }],
    ['runs.unchecked', { health: { digests: {} }, records: { daily: newDigest } }],
  ])('%s', (id, facts) => {
    expect(ids(judgeRuns(publication, found(facts), now))).toEqual([id])
  })
})

test('subscribers of removed digests are a problem, with the command that moves them', () => {
  expect(ids(judgeDigests(publication, found([])))).toEqual(['digests.ok'])
  const [finding] = judgeDigests(publication, found([{ digest: 'dayly', readers: 3, more: false, waiting: 0 }]))
  expect(finding).toMatchObject({
    id: 'digests.removed',
    text: '3 confirmed subscribers get the digest dayly, which publication.json no longer contains, and so no mail.',
    copy: ['npx postrider subscribers move dayly daily'],
  })
})

describe('issues', () => {
  const record = {
    ...{ digest: 'daily', number: 3, title: 'Daily', contentKey: '', articleCount: 1 },
    ...{ composedAt: '2026-11-28T07:00:00Z', state: 'planned' },
  } as const satisfies IssueRecord
  const issue = (changes: Partial<IssueRecord>, lateAt = '2026-12-01T07:00:00Z') =>
    found([{ record: { ...record, ...changes }, lateAt }])
  const pause = { kind: 'paused', reason: 'bounces', at: '2026-11-28T08:00:00Z' } as const
  test.each([
    ['issues.ok', found([])],
    ['issues.ok', issue({})],
    ['issues.late', issue({}, '2026-11-29T07:00:00Z')],
    ['issues.unapproved', issue({ state: 'awaiting-approval' })],
    ['issues.ok', issue({ state: 'awaiting-approval', composedAt: '2026-11-30T07:00:00Z' })],
    ['issues.paused', issue({ hold: pause })],
    ['issues.ok', issue({ hold: { ...pause, at: '2026-11-30T08:00:00Z' } })],
  ])('%s: %j', (id, open) => {
    expect(ids(judgeIssues(open, now))).toEqual([id])
  })
})

test('a deployment completes itself', () => {
  const decision = decide(undefined, { version: 'a', siteUrl: 'b' }, now)
  const walk = decision.kind === 'done' ? undefined : decision.walk
  const later = new Date('2026-11-30T14:00:00Z')
  expect(ids(judgeDeployment(found(walk), now))).toEqual(['deployment.ok'])
  expect(ids(judgeDeployment(found(walk), later))).toEqual(['deployment.late'])
  expect(ids(judgeDeployment(found(walk && { ...walk, finishedAt: now.toISOString() }), later))).toEqual([
    'deployment.ok',
  ])
  expect(ids(judgeDeployment(found(undefined), now))).toEqual(['deployment.unchecked'])
})
