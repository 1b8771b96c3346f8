import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Article } from '../../../core/articles/article.ts'
import { isMonth, listedAt, listingOrder, listingsOf, newestByDate, withLead } from '../../../core/articles/listing.ts'
import { calendarDay } from '../../../core/text/calendar-day.ts'
import { changedRecord } from './sample-record.ts'

const topics = [{ slug: 'rail', name: 'rail' }]
const authors = [{ slug: 'ada-byron', name: 'Ada Byron' }]
const { article } = changedRecord({ article: { topics, authors, id: 'x', liveAt: '2026-03-01T08:00:00.000Z' } })

test('an article is in the listings of the publication, its topics, its authors and the month of its date', () => {
  expect(article && listingsOf(article)).toEqual(['publication', 'topic/rail', 'author/ada-byron', 'month/2026-01'])
})

test('feeds are ordered by the time at which articles went live', () => {
  expect(article && listingOrder(article)).toBe('2026-03-01T08:00:00.000Z#x')
})

/** An article as a former version stored it. */
function dated(id: string, date: string, liveAt: string): Article {
  const record = changedRecord({ article: { id, date, liveAt, listedAt: undefined } })
  if (!record.article) throw new Error('The record has no article')
  return record.article
}

describe('the order of pages', () => {
  const place = (date: string, liveAt: string, timeZone = 'America/New_York') => listedAt({ date, liveAt }, timeZone)
  const evening = '2026-03-03T02:00:00.000Z' // the second of March in New York

  test('an article of today is where it went live, whether or not its date has a time', () => {
    expect(place('2026-03-02T00:00:00.000Z', evening)).toBe(evening)
    expect(place('2026-03-02T14:00:00.000Z', evening)).toBe(evening)
  })

  test('an article of another day is at its date, which begins in the publication’s time zone', () => {
    expect(place('2015-08-12T00:00:00.000Z', evening)).toBe('2015-08-12T04:00:00.000Z')
    expect(place('2015-08-12T09:30:00.000Z', evening)).toBe('2015-08-12T09:30:00.000Z')
    expect(place('2015-08-12T00:00:00.000Z', '2015-08-12T00:00:00.000Z')).toBe('2015-08-12T04:00:00.000Z')
  })

  test('no date in the future puts an article above those that go live later', () => {
    expect(place('2027-01-01T00:00:00.000Z', evening)).toBe(evening)
    expect(listedAt({ date: evening, liveAt: undefined }, 'UTC')).toBeUndefined()
  })

  test('an old article that went live last is below the one from yesterday', () => {
    const articles = [
      dated('old', '2015-08-12T00:00:00.000Z', evening),
      dated('yesterday', '2026-03-01T00:00:00.000Z', '2026-03-01T15:00:00.000Z'),
      dated('today', '2026-03-02T00:00:00.000Z', '2026-03-02T15:00:00.000Z'),
      dated('later', '2026-03-02T00:00:00.000Z', '2026-03-02T16:00:00.000Z'),
    ]
    const sorted = newestByDate([...articles, ...articles], 'America/New_York')
    expect(sorted.map(({ id }) => id)).toEqual(['later', 'today', 'yesterday', 'old'])
  })

  test('in any order of arrival, the days of a page never increase', () => {
    const hour = fc.integer({ min: 0, max: 24 * 400 })
    const instant = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000).toISOString()
    const written = fc.record({ hour, isDay: fc.boolean(), delay: fc.integer({ min: 0, max: 24 * 60 }) })
    fc.assert(
      fc.property(fc.array(written, { maxLength: 20 }), (list) => {
        const articles = list.map(({ hour: hours, isDay, delay }, index) => {
          const liveAt = instant(hours + delay)
          const date = isDay ? `${calendarDay(instant(hours), 'Asia/Tokyo')}T00:00:00.000Z` : instant(hours)
          return dated(String(index), date, liveAt)
        })
        const days = newestByDate(articles, 'Asia/Tokyo').map(({ date }) => calendarDay(date, 'Asia/Tokyo'))
        expect(days).toEqual(days.toSorted().reverse())
      }),
    )
  })

  test('a retracted article does not lead, unless there is no other', () => {
    const [retracted, other] = [{ status: 'retracted' as const }, { status: undefined }]
    expect(withLead([retracted, other, retracted])).toEqual([other, retracted, retracted])
    expect(withLead([retracted])).toEqual([retracted])
  })
})

test('a month is a listing without feeds', () => {
  expect(['publication', 'topic/month', 'month/2026-01'].map(isMonth)).toEqual([false, false, true])
})
