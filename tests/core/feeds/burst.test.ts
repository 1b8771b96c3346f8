import { expect, test } from 'vitest'
import { countBuild, isBurst, mustWait } from '../../../core/feeds/burst.ts'

const start = new Date('2026-11-30T08:00:00.000Z')
const later = (milliseconds: number) => new Date(start.getTime() + milliseconds)

test('listings are left to a sweep if the feeds are many changes behind, or if a sweep is queued', () => {
  expect(isBurst({ changes: 120, built: 119 }, false, start)).toBe(false)
  expect(isBurst({ changes: 120, built: 100 }, false, start)).toBe(false)
  expect(isBurst({ changes: 121, built: 100 }, false, start)).toBe(true)
  expect(isBurst({ changes: 120, built: 120 }, true, start)).toBe(true)
})

test('listings are left to a sweep if the feeds were built five times in a moment, until two seconds later', () => {
  const upToDate = { changes: 120, built: 119 }
  let busyUntil: string | undefined
  for (let builds = 0; builds < 5; builds += 1) {
    expect(isBurst({ ...upToDate, ...(busyUntil && { busyUntil }) }, false, later(builds))).toBe(false)
    busyUntil = countBuild(busyUntil, later(builds))
  }
  const busy = { ...upToDate, ...(busyUntil && { busyUntil }) }
  expect(busyUntil).toBe(later(10_000).toISOString())
  expect(isBurst(busy, false, later(1_999))).toBe(true)
  expect(isBurst(busy, false, later(2_000))).toBe(false)
})

test('an article every two seconds is never part of a burst', () => {
  let busyUntil: string | undefined
  for (let builds = 0; builds < 20; builds += 1) {
    busyUntil = countBuild(busyUntil, later(2_000 * builds))
    expect(isBurst({ changes: 1, built: 1, busyUntil }, false, later(2_000 * (builds + 1)))).toBe(false)
  }
})

test('builds that a clock far ahead has counted leave nothing to a sweep', () => {
  expect(isBurst({ changes: 1, built: 1, busyUntil: later(86_400_000).toISOString() }, false, start)).toBe(false)
})

test('a sweep waits while articles change, but at most a minute', () => {
  const since = '2026-11-30T08:00:00.000Z'
  const message = { kind: 'sweep', signs: 10, since } as const
  const after = (seconds: number) => new Date(Date.parse(since) + seconds * 1000)
  expect(mustWait(message, 11, after(59))).toBe(true)
  expect(mustWait(message, 10, after(59))).toBe(false)
  expect(mustWait(message, 11, after(60))).toBe(false)
})

test('a sweep that has begun queues its other pages without waiting', () => {
  const message = { kind: 'sweep', signs: 10, since: '2026-11-30T08:00:00.000Z', after: 'topic/mail' } as const
  expect(mustWait(message, 11, new Date('2026-11-30T08:00:01.000Z'))).toBe(false)
})
