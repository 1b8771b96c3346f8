import { describe, expect, test } from 'vitest'
import {
  judgeConcurrency,
  judgeQuota,
  judgeReputation,
  judgeSandbox,
  judgeSending,
  judgeSuppression,
  type MailAccount,
} from '../../../core/diagnosis/judge-account.ts'

const region = 'eu-west-1'
const account: MailAccount = {
  ...{ isSandbox: false, isEnabled: true, enforcement: 'HEALTHY', perDay: 50_000, perSecond: 14 },
  suppresses: ['BOUNCE', 'COMPLAINT'],
}
const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const unreadable = { kind: 'unreadable', reason: 'Ask for Operator.' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)
const readers = (count: number, more = false) =>
  found([
    { digest: 'weekly', readers: 1, more: false },
    { digest: 'daily', readers: count, more },
  ])

test.each([
  ['sandbox.on', found({ ...account, isSandbox: true })],
  ['sandbox.ok', found(account)],
  ['sandbox.unchecked', unreadable],
])('%s', (id, reading) => {
  expect(ids(judgeSandbox(region, reading))).toEqual([id])
})

test.each([
  ['sending.paused', { isEnabled: false }],
  ['sending.paused', { enforcement: 'SHUTDOWN' }],
  ['sending.review', { enforcement: 'PROBATION' }],
  ['sending.ok', {}],
])('%s: %j', (id, changes) => {
  expect(ids(judgeSending(region, found({ ...account, ...changes }), false))).toEqual([id])
})

test('a restored local stack is told how it mails again', () => {
  const [finding] = judgeSending(region, found({ ...account, isEnabled: false }), true)
  expect(finding).toMatchObject({ id: 'sending.paused', copy: ['npx postrider restore --send'] })
})

describe('the quota', () => {
  test.each([
    ['quota.ok', account, readers(50_000)],
    ['quota.too-small', account, readers(50_001)],
    ['quota.slow', { ...account, perSecond: 1 }, readers(20_000)],
    ['quota.ok', { ...account, perDay: Number.POSITIVE_INFINITY }, readers(100_000)],
    ['quota.unchecked', { ...account, isSandbox: true }, readers(500)],
    ['quota.unchecked', account, unreadable],
  ])('%s: %j %j', (id, each, audiences) => {
    expect(ids(judgeQuota(region, found(each), audiences))).toEqual([id])
  })

  test('a count that was cut off says so', () => {
    expect(judgeQuota(region, found(account), readers(60_000, true))[0]?.text).toContain('more than 60,000 subscribers')
  })
})

test.each([
  [['reputation.unchecked'], { bounces: undefined, complaints: undefined }],
  [['reputation.ok'], { bounces: 0.01, complaints: 0 }],
  [['reputation.bounces', 'reputation.complaints'], { bounces: 0.06, complaints: 0.002 }],
])('%j: %j', (expected, reputation) => {
  expect(ids(judgeReputation(found(reputation)))).toEqual(expected)
})

test.each([
  [['suppression.ok'], found(['BOUNCE', 'COMPLAINT']), found({ compared: 3, more: false, readers: 0 })],
  [['suppression.off'], found(['BOUNCE']), found({ compared: 3, more: false, readers: 0 })],
  [['suppression.readers'], found(['BOUNCE', 'COMPLAINT']), found({ compared: 3, more: true, readers: 2 })],
  [['suppression.unchecked'], unreadable, found({ compared: 0, more: false, readers: 0 })],
])('%j: %j %j', (expected, reasons, list) => {
  expect(ids(judgeSuppression(reasons, list))).toEqual(expected)
})

test.each([
  ['concurrency.overstated', 1000, 10],
  ['concurrency.small', 10, 10],
  ['concurrency.ok', 10, 1000],
])('%s: publication.json assumes %d, the account has %d', (id, assumed, actual) => {
  expect(ids(judgeConcurrency(region, assumed, found(actual)))).toEqual([id])
})
