import { describe, expect, test } from 'vitest'
import {
  areFeedsLate,
  feedsBehind,
  isDeploymentLate,
  isReputationPoor,
  isRestricted,
  lateQueues,
} from '../../../core/monitoring/health.ts'

const now = new Date('2026-03-02T07:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()

test('feeds are behind until they show the last change, and stuck as long as they show no further one', () => {
  const stuck = { since: ago(20), built: 4 }
  expect(feedsBehind({ changes: 5, built: 4 }, undefined, now)).toEqual({ since: now.toISOString(), built: 4 })
  expect(feedsBehind({ changes: 9, built: 4 }, stuck, now)).toEqual(stuck)
  expect(feedsBehind({ changes: 9, built: 7 }, stuck, now)).toEqual({ since: now.toISOString(), built: 7 })
  expect(feedsBehind({ changes: 6, built: 6 }, stuck, now)).toBeUndefined()
})

test('feeds are late after half an hour', () => {
  expect(areFeedsLate(undefined, now)).toBe(false)
  expect(areFeedsLate({ since: ago(29), built: 1 }, now)).toBe(false)
  expect(areFeedsLate({ since: ago(30), built: 1 }, now)).toBe(true)
})

test('senders and planners may take hours, all others half an hour', () => {
  expect(lateQueues({ ingest: 1_800, send: 40_000, plan: 40_000 })).toEqual([])
  expect(lateQueues({ ingest: 1_801, publish: 5, send: 43_201, plan: 1 })).toEqual(['ingest', 'send'])
})

describe('the account is restricted', () => {
  test.each([
    ['while SES has paused it', { enabled: false, perDay: 50_000 }, true],
    ['in the sandbox', { enabled: true, perDay: 200 }, true],
    ['never in production', { enabled: true, perDay: 50_000 }, false],
    ['never without a limit', { enabled: true, perDay: Number.POSITIVE_INFINITY }, false],
  ])('%s', (_when, account, expected) => {
    expect(isRestricted(account)).toBe(expected)
  })
})

test('a deployment is late if it is unfinished and nothing has happened for an hour', () => {
  const counts = { static: 1, listings: 0, documents: 0, issues: 0, articles: 0, backfill: 0, receipts: 0 }
  const release = { version: 'a', siteUrl: 'https://a.example', revision: 1, startedAt: ago(300), counts }
  const walk = { ...release, place: { step: 'articles' as const }, updatedAt: ago(59) }
  expect(isDeploymentLate(undefined, now)).toBe(false)
  expect(isDeploymentLate(walk, now)).toBe(false)
  expect(isDeploymentLate({ ...walk, updatedAt: ago(60) }, now)).toBe(true)
  expect(isDeploymentLate({ ...walk, updatedAt: ago(60), finishedAt: ago(60) }, now)).toBe(false)
})

test.each([
  ['no report', {}, false],
  ['4 % bounces and 0.08 % complaints', { bounces: 0.04, complaints: 0.0008 }, false],
  ['more bounces', { bounces: 0.041, complaints: 0 }, true],
  ['more complaints', { complaints: 0.0009 }, true],
])('with %s, SES may review the account: %j gives %s', (_what, rates, expected) => {
  expect(isReputationPoor({ bounces: undefined, complaints: undefined, ...rates })).toBe(expected)
})
