import { expect, test } from 'vitest'
import { lateAfter, lateAfterPlanning } from '../../../core/deliveries/lateness.ts'
import type { SharedPace } from '../../../core/deliveries/send-pace.ts'
import type { Issue } from '../../../core/issues/issue.ts'

const now = new Date('2026-11-21T06:00:00.000Z')
const quota = { perSecond: 10, perDay: 1_000, sentToday: 0 }
const pace: SharedPace = { quota, askedAt: 0, booked: 0, next: 0, slowed: undefined }
const issue = (deliver: Issue['settings']['deliver']) => ({ settings: { deliver } as Issue['settings'] }) // all that is read
const hoursFrom = (late: string) => (Date.parse(late) - now.getTime()) / 3_600_000

test('an issue that is being planned is late after two hours', () => {
  expect(hoursFrom(lateAfter(now.toISOString()))).toBe(2)
})

test('a planned issue is late after twice the expected time, and two hours', () => {
  expect(hoursFrom(lateAfterPlanning(issue('at-once'), 970, pace, now))).toBeCloseTo(2 + (2 * 100) / 3_600, 3)
  expect(hoursFrom(lateAfterPlanning(issue('at-once'), 1_500, pace, now))).toBeGreaterThan(50)
  expect(hoursFrom(lateAfterPlanning(issue('at-once'), 970, undefined, now))).toBe(2)
})

test('an issue that is delivered at the subscribers’ own time has a day more', () => {
  expect(hoursFrom(lateAfterPlanning(issue('subscriber-time'), 0, pace, now))).toBe(28)
})
