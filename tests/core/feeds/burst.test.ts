import { expect, test } from 'vitest'
import { isBurst, mustWait } from '../../../core/feeds/burst.ts'

test('listings are left to a sweep if the feeds are many changes behind, or if a sweep is queued', () => {
  expect(isBurst({ changes: 120, built: 119 }, false)).toBe(false)
  expect(isBurst({ changes: 120, built: 100 }, false)).toBe(false)
  expect(isBurst({ changes: 121, built: 100 }, false)).toBe(true)
  expect(isBurst({ changes: 120, built: 120 }, true)).toBe(true)
})

test('a sweep waits while articles change, but at most a minute', () => {
  const since = '2026-11-30T08:00:00.000Z'
  const message = { kind: 'sweep', changes: 10, since } as const
  const after = (seconds: number) => new Date(Date.parse(since) + seconds * 1000)
  expect(mustWait(message, 11, after(59))).toBe(true)
  expect(mustWait(message, 10, after(59))).toBe(false)
  expect(mustWait(message, 11, after(60))).toBe(false)
})

test('a sweep that has begun queues its other pages without waiting', () => {
  const message = { kind: 'sweep', changes: 10, since: '2026-11-30T08:00:00.000Z', after: 'topic/mail' } as const
  expect(mustWait(message, 11, new Date('2026-11-30T08:00:01.000Z'))).toBe(false)
})
