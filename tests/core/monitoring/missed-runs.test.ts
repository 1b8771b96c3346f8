import { expect, test } from 'vitest'
import { noHealth } from '../../../core/monitoring/health.ts'
import { missedRuns, watchDigests } from '../../../core/monitoring/missed-runs.ts'
import { parsePublication } from '../../../core/publication.ts'
import { addRun, newDigest } from '../../../core/schedules/digest-record.ts'
import { publication as sample } from '../reading/sample.ts'

const daily = (at: string) => ({ daily: { title: 'Daily', schedule: { every: 'day', at } } })
const publication = parsePublication(JSON.stringify({ ...sample, timeZone: 'UTC', digests: daily('07:00') }))
const due = '2026-03-02T07:00:00.000Z'
const longAgo = '2026-01-01T00:00:00.000Z'
const minutesLater = (minutes: number) => new Date(Date.parse(due) + minutes * 60_000)
const ran = addRun(newDigest, { at: due, outcome: 'nothing-pending', number: undefined, requestId: due })
const yesterday = '2026-03-01T07:00:00.000Z'
const ranYesterday = addRun(newDigest, { at: yesterday, outcome: 'composed', number: 1, requestId: yesterday })

const missed = (record: typeof ran, minutes: number, since = longAgo) =>
  missedRuns(publication, 'daily', record, since, minutesLater(minutes))

test('a run that happened is not missed, whether or not it composed an issue', () => {
  expect(missed(addRun(ranYesterday, { at: due, outcome: 'too-few', number: undefined, requestId: due }), 60)).toEqual(
    [],
  )
})

test('a run is requested again after ten minutes, and late after half an hour', () => {
  expect(missed(ranYesterday, 9)).toEqual([])
  expect(missed(ranYesterday, 10)).toEqual([{ digest: 'daily', scheduledAt: due, isLate: false }])
  expect(missed(ranYesterday, 30)).toEqual([{ digest: 'daily', scheduledAt: due, isLate: true }])
})

test('a run of more than a day ago is no longer requested', () => {
  expect(missed(newDigest, 24 * 60 + 1).map(({ scheduledAt }) => scheduledAt)).not.toContain(due)
})

test('runs before a digest was first seen were never due', () => {
  expect(missed(newDigest, 60, minutesLater(1).toISOString())).toEqual([])
})

test('a new digest and a changed schedule begin now; an unchanged one keeps its beginning', () => {
  const first = watchDigests(publication, noHealth, new Date(longAgo))
  expect(first.daily?.since).toBe(longAgo)
  const again = watchDigests(publication, { digests: first }, minutesLater(0))
  expect(again).toEqual(first)
  const moved = parsePublication(JSON.stringify({ ...sample, timeZone: 'UTC', digests: daily('08:00') }))
  expect(watchDigests(moved, { digests: first }, minutesLater(0)).daily?.since).toBe(due)
})

test('a digest that leaves publication.json is no longer watched', () => {
  const before = { digests: { weekly: { schedule: '', since: longAgo } } }
  expect(Object.keys(watchDigests(publication, before, minutesLater(0)))).toEqual(['daily'])
})

test('a run that does not count is not missed', () => {
  const schedule = { every: 'week', on: 'monday', at: '07:00', interval: 2, from: '2026-02-23' }
  const digests = { daily: { title: 'Every other week', schedule } }
  const everyOther = parsePublication(JSON.stringify({ ...sample, timeZone: 'UTC', digests }))
  expect(missedRuns(everyOther, 'daily', newDigest, longAgo, minutesLater(60))).toEqual([])
  const aWeekLater = new Date(minutesLater(60).getTime() + 7 * 86_400_000)
  expect(missedRuns(everyOther, 'daily', newDigest, longAgo, aWeekLater)).toHaveLength(1)
})
