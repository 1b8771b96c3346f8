import { describe, expect, test } from 'vitest'
import { readAgent } from '../../../core/audience/read-agent.ts'

describe('services state their subscribers', () => {
  test.each([
    ['Feedly', 123, 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 123 subscribers; like FeedFetcher-Google)'],
    ['Feedly', 1, 'FeedlyBot/1.0 (http://feedly.com; 1 subscribers)'],
    ['Inoreader', 12, 'Mozilla/5.0 (compatible; inoreader.com; 12 subscribers)'],
    ['Inoreader', 7, 'Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 7 subscribers; )'],
    [
      ...(['NewsBlur', 45] as const),
      'NewsBlur Feed Fetcher - 45 subscribers - https://www.newsblur.com/site/1234/the-gazette (Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7))',
    ],
    ['The Old Reader', 4, 'Mozilla/5.0 (compatible; theoldreader.com; 4 subscribers; feed-id=0123abcdef)'],
    ['Feedbin', 31, 'Feedbin feed-id:1373711 - 31 subscribers'],
    ['BazQux', 10, 'Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 10 subscribers)'],
    ['Netvibes', 3, 'Netvibes (http://www.netvibes.com/; 3 subscribers; feedID: 98765)'],
    ['FreshRSS', 2, 'FreshRSS/1.21.0 (Linux; https://freshrss.org; 2 subscribers)'],
    ['others', 9, 'SomeNewReader/3.2 (9 subscribers)'],
    ['others', 5, 'Reader/1.0 (subscribers: 5)'],
  ])('%s: %i', (name, subscribers, agent) => {
    expect(readAgent(agent)).toMatchObject({ kind: 'aggregator', name, subscribers })
  })
})

test('the identity of a service is that of the feed that it fetches, whatever the number', () => {
  const identity = (agent: string) => {
    const read = readAgent(agent)
    return read.kind === 'aggregator' ? read.identity : undefined
  }
  expect(identity('Feedbin feed-id:1 - 31 subscribers')).toBe(identity('Feedbin feed-id:1 - 32 subscribers'))
  expect(identity('Feedbin feed-id:1 - 31 subscribers')).not.toBe(identity('Feedbin feed-id:2 - 31 subscribers'))
  expect(identity('New/3.2 (9 subscribers)')).toBe(identity('New/3.3 (10 subscribers)'))
  expect(identity('New/3.2 (9 subscribers)')).not.toBe(identity('Old/3.2 (9 subscribers)'))
})

test.each([
  'FreshRSS/1.24.1 (Linux; https://freshrss.org)',
  'Mozilla/5.0 (compatible; Miniflux/2.2.0; +https://miniflux.app)',
  'NetNewsWire (RSS Reader; https://netnewswire.com/)',
  'Tiny Tiny RSS/21.12-41a8a5 (https://tt-rss.org/)',
  'newsboat/2.30.1 (Linux x86_64)',
  'Liferea/1.13.7 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)',
  'NextCloud-News/1.0',
  'CommaFeed/4.3.0 (https://github.com/Athou/commafeed)',
])('%s is the program of a reader', (agent) => {
  expect(readAgent(agent)).toEqual({ kind: 'reader' })
})

test.each([
  '',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'Superfeedr bot/2.0 http://superfeedr.com - feed-id:123',
  'curl/8.5.0',
  'python-requests/2.31.0',
  'Go-http-client/2.0',
  'Mozilla/5.0 zgrab/0.x',
  'W3C_Validator/1.3 http://validator.w3.org/services',
])('%j is a bot', (agent) => {
  expect(readAgent(agent)).toEqual({ kind: 'bot' })
})

test('a browser may be a reader', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'
  expect(readAgent(firefox)).toEqual({ kind: 'unknown' })
})
