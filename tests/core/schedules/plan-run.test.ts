import { expect, test } from 'vitest'
import type { DigestSettings } from '../../../core/digest-settings.ts'
import type { Publication } from '../../../core/publication.ts'
import { isDue, planRun } from '../../../core/schedules/plan-run.ts'
import { sampleSite } from '../issues/sample-issue.ts'

const { publication } = sampleSite() // in Berlin
const scheduledAt = '2026-11-21T06:00:00Z'
const withDaily = (changes: Partial<DigestSettings>): Publication => {
  const { daily } = publication.digests
  if (!daily) throw new Error('there is no daily digest')
  return { ...publication, digests: { daily: { ...daily, ...changes } } }
}
const plan = (changes: Partial<DigestSettings>, pending: number, now: string, at: string | undefined = scheduledAt) =>
  planRun(withDaily(changes), 'daily', at === undefined ? {} : { scheduledAt: at }, pending, new Date(now))

test('without pending articles no issue is composed, even for an operator', () => {
  expect(plan({}, 0, scheduledAt)).toBe('nothing-pending')
  expect(planRun(publication, 'daily', {}, 0, new Date())).toBe('nothing-pending')
})

test('fewer articles than minimumArticles wait, unless an operator requests the run', () => {
  expect(plan({ minimumArticles: 3 }, 2, scheduledAt)).toBe('too-few')
  expect(plan({ minimumArticles: 3 }, 3, scheduledAt)).toBeUndefined()
  expect(planRun(withDaily({ minimumArticles: 3 }), 'daily', {}, 1, new Date(scheduledAt))).toBeUndefined()
})

test.each([
  ['10:00', '2026-11-21T09:00:00Z', undefined],
  ['10:00', '2026-11-21T09:00:01Z', 'too-late'],
  ['06:00', '2026-11-22T05:00:00Z', undefined],
  ['06:00', '2026-11-22T05:00:01Z', 'too-late'],
  [undefined, '2027-11-22T05:00:01Z', undefined],
])('with notAfter %s, a run that was due at seven and happens at %s is %s', (notAfter, now, reason) => {
  expect(plan(notAfter ? { notAfter } : {}, 1, now)).toBe(reason)
})

test('a run of the second schedule counts only on the day on which the first was skipped', () => {
  expect(isDue({ digest: 'daily' }, publication)).toBe(true)
  expect(isDue({ digest: 'daily', shifted: true, scheduledAt: '2026-03-29T01:30:00Z' }, publication)).toBe(true)
  expect(isDue({ digest: 'daily', shifted: true, scheduledAt: '2026-03-30T01:30:00Z' }, publication)).toBe(false)
})

test('a run in a week that the digest leaves out does not count, unless an operator requests it', () => {
  const schedule = { every: 'week', on: 'friday', at: '00:30', interval: 2, from: '2026-12-18' } as const
  const everyOther = withDaily({ schedule })
  const counts = (at?: string) => isDue({ digest: 'daily', ...(at && { scheduledAt: at }) }, everyOther)
  const [before, first, second, third] = ['2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31'] // 00:30 in Berlin is 23:30 UTC
  expect([before, first, second, third].map((day) => counts(`${day}T23:30:00Z`))).toEqual([false, true, false, true])
  expect(counts()).toBe(true)
})
