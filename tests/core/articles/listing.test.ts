import { expect, test } from 'vitest'
import { listingOrder, listingsOf } from '../../../core/articles/listing.ts'
import { changedRecord } from './sample-record.ts'

const topics = [{ slug: 'rail', name: 'rail' }]
const authors = [{ slug: 'ada-byron', name: 'Ada Byron' }]
const { article } = changedRecord({ article: { topics, authors, id: 'x', liveAt: '2026-03-01T08:00:00.000Z' } })

test('an article is in the listings of the publication, its topics, its authors and the month of its date', () => {
  expect(article && listingsOf(article)).toEqual(['publication', 'topic/rail', 'author/ada-byron', 'month/2026-01'])
})

test('listings are ordered by the time at which articles went live', () => {
  expect(article && listingOrder(article)).toBe('2026-03-01T08:00:00.000Z#x')
})
