import { expect, test } from 'vitest'
import { type CensusRow, countRow, lastWeeks, mondayOf, newCensus } from '../../../core/monitoring/growth.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'

const person = (changes: Parameters<typeof sampleSubscriber>[0]): CensusRow => ({
  subscriber: sampleSubscriber(changes),
})

function censusOf(rows: readonly CensusRow[]) {
  const census = newCensus()
  for (const row of rows) countRow(census, row)
  return census
}

test.each([
  ['2026-03-02T00:00:00.000Z', '2026-03-02'],
  ['2026-03-08T23:59:59.999Z', '2026-03-02'],
  ['2026-01-01T12:00:00.000Z', '2025-12-29'],
])('a week begins on Monday: %s', (at, monday) => {
  expect(mondayOf(at)).toBe(monday)
})

test('people are counted by state and digest, and by the weeks in which they joined and left', () => {
  const joined = '2026-03-03T00:00:00.000Z'
  const left = '2026-03-10T00:00:00.000Z'
  const census = censusOf([
    person({ state: 'confirmed', digest: 'daily', confirmedAt: joined, unsubscribedAt: undefined }),
    person({
      state: 'unsubscribed',
      digest: 'daily',
      confirmedAt: joined,
      unsubscribedAt: left,
      unsubscribedBy: 'lapse',
    }),
    person({ state: 'pending', confirmedAt: undefined, unsubscribedAt: undefined }),
    { departure: { reason: 'erased', by: 'operator', at: left } },
    { departure: { reason: 'unsubscribed', by: 'import', at: left } },
    { departure: { reason: 'moved', at: left } },
    { suppressed: 'bounce' },
  ])
  expect(census.states).toEqual({ confirmed: 1, pending: 1, unsubscribed: 1 })
  expect([...census.digests]).toEqual([['daily', 1]])
  expect(census).toMatchObject({ suppressed: 1, lapsed: 1 })
  expect(lastWeeks(census, new Date('2026-03-18T00:00:00Z'), 3)).toEqual([
    { monday: '2026-03-02', joined: 2, left: 0 },
    { monday: '2026-03-09', joined: 0, left: 2 },
    { monday: '2026-03-16', joined: 0, left: 0 },
  ])
})

test('people who came back do not count as having left', () => {
  const at = '2026-03-03T00:00:00.000Z'
  const census = censusOf([person({ state: 'confirmed', confirmedAt: at, unsubscribedAt: at })])
  expect(lastWeeks(census, new Date(at), 1)).toEqual([{ monday: '2026-03-02', joined: 1, left: 0 }])
})
