import { expect, test } from 'vitest'
import { describeAudience } from '../../cli/feeds.ts'

const feed = { path: 'feed.xml', url: 'https://a.example/feed.xml', newest: { services: { Feedly: 40 }, readers: 2 } }
const weeks = [
  { week: '2026-11-16', readers: 30, days: 7 },
  { week: '2026-11-23', readers: 41, days: 6 },
]
const other = { path: 'atom.xml', url: 'https://a.example/atom.xml', newest: undefined, weeks: [] }

test('each feed is a row with its newest day and its weeks', () => {
  const lines = describeAudience({ counted: true, newestDay: '2026-11-28', feeds: [{ ...feed, weeks }, other] })
  expect(lines).toEqual([
    'feed                        2026-11-28  week 2026-11-16  week 2026-11-23  through',
    'https://a.example/feed.xml  42          30               41               Feedly 40',
    'https://a.example/atom.xml  0           -                -',
  ])
})

test('without figures, it says how to get some', () => {
  const none = { newestDay: undefined, feeds: [other] }
  expect(describeAudience({ ...none, counted: false })).toEqual([
    'https://a.example/atom.xml',
    expect.stringContaining('Set "feedAudience": true in publication.json'),
  ])
  expect(describeAudience({ ...none, counted: true })[1]).toContain('No day has been counted yet')
})
