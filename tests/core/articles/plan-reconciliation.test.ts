import { describe, expect, test } from 'vitest'
import { planChecks, planWithdrawals } from '../../../core/articles/plan-reconciliation.ts'
import { changedRecord, key } from './sample-record.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000)
const record = changedRecord({ etag: '"1"' })
const records = new Map([[key, record]])

describe('checks', () => {
  const checks = (listed: { key: string; etag?: string; hours?: number }) =>
    planChecks([{ key: listed.key, etag: listed.etag ?? '"1"', storedAt: hoursAgo(listed.hours ?? 100) }], records, now)

  test('an upload is checked if its record has another version', () => {
    expect(checks({ key })).toEqual([])
    expect(checks({ key, etag: '"2"' })).toEqual([key])
    expect(checks({ key: 'articles/lost.md' })).toEqual(['articles/lost.md'])
  })

  test('an upload whose record says that it was withdrawn is checked', () => {
    const withdrawn = new Map([[key, { ...record, state: 'withdrawn' as const }]])
    expect(planChecks([{ key, etag: '"1"', storedAt: hoursAgo(1) }], withdrawn, now)).toEqual([key])
  })

  test('a file beside an article is checked for some hours after it was stored', () => {
    expect(checks({ key: 'articles/map.png', hours: 2 })).toEqual(['articles/map.png'])
    expect(checks({ key: 'articles/map.png', hours: 4 })).toEqual([])
  })

  test('an upload outside of the folders for uploads is checked for some hours after it was stored', () => {
    expect(checks({ key: 'letters/stray.md', hours: 2 })).toEqual(['letters/stray.md'])
    expect(checks({ key: 'letters/stray.md', hours: 4 })).toEqual([])
  })

  test('an upload that is held back is checked like any other', () => {
    expect(checks({ key: 'articles/_drafts/a.md' })).toEqual(['articles/_drafts/a.md'])
  })

  test('folders and receipts are not checked', () => {
    expect(checks({ key: 'articles/2026/', hours: 0 })).toEqual([])
    expect(checks({ key: 'receipts/articles/a.md.json', hours: 0 })).toEqual([])
  })
})

describe('withdrawals', () => {
  test('a deleted upload is withdrawn, unless it is withdrawn already', () => {
    expect(planWithdrawals([key], new Set(), records)).toEqual([key])
    expect(planWithdrawals([key], new Set([key]), records)).toEqual([])
    const withdrawn = new Map([[key, { ...record, state: 'withdrawn' as const }]])
    expect(planWithdrawals([key], new Set(), withdrawn)).toEqual([])
  })

  test('deleted files beside articles and strays are always checked, because they have no record', () => {
    const answered = ['articles/map.png', 'articles/none.md', 'letters/stray.md']
    expect(planWithdrawals(answered, new Set(), new Map())).toEqual(['articles/map.png', 'letters/stray.md'])
  })
})
