import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { IssueRecord } from '../../core/issues/issue.ts'
import type { ComposeMessage } from '../../core/messages.ts'
import { type HealthRecord, noHealth, type Reputation } from '../../core/monitoring/health.ts'
import type { OpenIssue } from '../../core/monitoring/open-issues.ts'
import { parsePublication } from '../../core/publication.ts'
import { type DigestRecord, newDigest } from '../../core/schedules/digest-record.ts'
import { checkStack } from '../../lambdas/check-stack.ts'
import { logger } from '../../lambdas/runtime/logger.ts'
import { publication as sample } from '../core/reading/sample.ts'

const digests = { daily: { title: 'Daily', schedule: { every: 'day', at: '07:00' } } }
const publication = parsePublication(JSON.stringify({ ...sample, timeZone: 'UTC', digests }))
const seven = '2026-03-02T07:00:00.000Z'
const at = (minutes: number) => new Date(Date.parse(seven) + minutes * 60_000)

/** What the check reads and writes, as plain values. */
function openState() {
  const state = {
    health: noHealth as HealthRecord,
    digest: newDigest as DigestRecord,
    changes: { changes: 0, built: 0 },
    ages: {} as Record<string, number>,
    open: [] as OpenIssue[],
    account: { enabled: true, perDay: 50_000 },
    reputation: { bounces: undefined, complaints: undefined } as Reputation,
    requested: [] as ComposeMessage[],
  }
  const services = {
    publication,
    changes: { get: async () => state.changes },
    deployment: { get: async () => undefined },
    health: {
      get: async () => state.health,
      put: async (health: HealthRecord) => {
        state.health = health
      },
    },
    issues: { getDigest: async () => state.digest },
    compose: { addAll: async (messages: readonly ComposeMessage[]) => void state.requested.push(...messages) },
    listOpenIssues: async () => state.open,
    readQueueAges: async () => state.ages,
    readSendingAccount: async () => state.account,
    readReputation: async () => state.reputation,
  }
  const log = vi.spyOn(logger, 'info').mockImplementation(() => {})
  const check = async (minutes: number) => {
    log.mockClear()
    await checkStack({}, services as unknown as Parameters<typeof checkStack>[1], {
      now: at(minutes),
      remaining: () => 1,
    }) // all that it uses
    return log.mock.calls[0]?.[1] as Readonly<Record<string, unknown>>
  }
  return { state, check }
}

const record = (number: number, fields: Partial<IssueRecord> = {}): IssueRecord => ({
  ...{ digest: 'daily', number, title: 'Daily', composedAt: at(-180).toISOString(), contentKey: 'issues/daily/x.json' },
  ...{ articleCount: 1, state: 'planned', ...fields },
})

let stack: ReturnType<typeof openState>
beforeAll(() => logger.setLogLevel('SILENT'))
afterAll(() => logger.setLogLevel('INFO'))
beforeEach(() => {
  stack = openState()
})

test('a healthy stack has no findings, however often it is checked', async () => {
  for (const minutes of [-600, -600, -10, -5]) {
    expect(await stack.check(minutes)).toMatchObject({
      ...{ missedRuns: 0, lateIssues: 0, lateSite: 0, lateQueues: 0, restrictedSending: 0, poorReputation: 0 },
    })
  }
  expect(stack.state.requested).toEqual([])
})

test('a missed run is requested again under its own instant, and reported when that does not help', async () => {
  await stack.check(-60)
  expect(await stack.check(11)).toMatchObject({ missedRuns: 0 })
  expect(await stack.check(31)).toMatchObject({ missedRuns: 1 })
  expect(stack.state.requested).toEqual([
    { digest: 'daily', scheduledAt: seven },
    { digest: 'daily', scheduledAt: seven },
  ])
  stack.state.digest = {
    ...newDigest,
    runs: [{ at: seven, outcome: 'composed', number: 1, requestId: seven }],
  }
  expect(await stack.check(36)).toMatchObject({ missedRuns: 0 })
  expect(stack.state.requested).toHaveLength(2)
})

test('a new deployment does not request runs of the time before', async () => {
  expect(await stack.check(45)).toMatchObject({ missedRuns: 0 })
  expect(stack.state.requested).toEqual([])
})

test('feeds are late only if they stay behind', async () => {
  stack.state.changes = { changes: 2, built: 1 }
  expect(await stack.check(0)).toMatchObject({ lateSite: 0 })
  expect(await stack.check(30)).toMatchObject({ lateSite: 1 })
  stack.state.changes = { changes: 2, built: 2 }
  expect(await stack.check(35)).toMatchObject({ lateSite: 0 })
  stack.state.changes = { changes: 3, built: 2 }
  expect(await stack.check(40)).toMatchObject({ lateSite: 0 })
})

test('late issues, late queues, a restricted account and its reputation are named', async () => {
  const paused = { hold: { kind: 'paused', reason: 'operator', at: at(-5).toISOString() } } as const
  stack.state.open = [
    { record: record(3), lateAt: at(-1).toISOString() },
    { record: record(4), lateAt: at(60).toISOString() },
    { record: record(5, paused), lateAt: at(-1).toISOString() },
  ]
  stack.state.ages = { ingest: 7_200, send: 60 }
  stack.state.account = { enabled: true, perDay: 200 }
  stack.state.reputation = { bounces: 0.05, complaints: 0 }
  expect(await stack.check(0)).toMatchObject({
    ...{ lateIssues: 1, issues: ['daily 3'], lateQueues: 1, queues: ['ingest'], restrictedSending: 1 },
    ...{ poorReputation: 1, reputation: { bounces: 0.05, complaints: 0 } },
  })
})

test('the planning of an issue that never started is requested, whether or not a run composed it', async () => {
  const composed = record(2, { state: 'composed', composedAt: at(0).toISOString() })
  stack.state.open = [{ record: composed, lateAt: at(120).toISOString() }]
  stack.state.digest = { ...newDigest, lastNumber: 3, lastRegular: 1 }
  await stack.check(9)
  expect(stack.state.requested).toEqual([])
  await stack.check(10)
  expect(stack.state.requested).toEqual([{ digest: 'daily', number: 2, approval: 'approve' }])
})
