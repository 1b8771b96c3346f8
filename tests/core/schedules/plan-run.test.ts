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
const judge = (changes: Partial<DigestSettings>, pending: number, now: string, at: string | undefined = scheduledAt) =>
  planRun(withDaily(changes), 'daily', at === undefined ? {} : { scheduledAt: at }, pending, new Date(now))

test('with nothing pending there is no issue, whoever asks', () => {
  expect(judge({}, 0, scheduledAt)).toBe('nothing-pending')
  expect(planRun(publication, 'daily', {}, 0, new Date())).toBe('nothing-pending')
})

test('fewer articles than a digest wants wait, unless an operator asks', () => {
  expect(judge({ minimumArticles: 3 }, 2, scheduledAt)).toBe('too-few')
  expect(judge({ minimumArticles: 3 }, 3, scheduledAt)).toBeUndefined()
  expect(planRun(withDaily({ minimumArticles: 3 }), 'daily', {}, 1, new Date(scheduledAt))).toBeUndefined()
})

test.each([
  ['10:00', '2026-11-21T09:00:00Z', undefined],
  ['10:00', '2026-11-21T09:00:01Z', 'too-late'],
  ['06:00', '2026-11-22T05:00:00Z', undefined],
  ['06:00', '2026-11-22T05:00:01Z', 'too-late'],
  [undefined, '2027-11-22T05:00:01Z', undefined],
])('not after %s: a run of seven o’clock at %s is %s', (notAfter, now, verdict) => {
  expect(judge(notAfter ? { notAfter } : {}, 1, now)).toBe(verdict)
})

test('a second run counts only on the day on which the first could not be', () => {
  expect(isDue({}, publication)).toBe(true)
  expect(isDue({ shifted: true, scheduledAt: '2026-03-29T01:30:00Z' }, publication)).toBe(true)
  expect(isDue({ shifted: true, scheduledAt: '2026-03-30T01:30:00Z' }, publication)).toBe(false)
})
