import { expect, test } from 'vitest'
import { composePing, pingedHub } from '../../../core/feeds/ping.ts'
import { site } from './samples.ts'

const hub = 'https://hub.example.org/'

test.each([
  ['https://news.example.org', hub, hub],
  ['https://news.example.org', undefined, undefined],
  ['http://127.0.0.1:4000', hub, undefined],
  ['http://localhost:4000', hub, undefined],
  ['http://[::1]:4000', hub, undefined],
  ['http://127.0.0.1:4000', 'http://localhost:8080/', 'http://localhost:8080/'],
])('a site at %s with the hub %s pings %s', (url, configured, pinged) => {
  expect(pingedHub({ url, publication: { ...site.publication, hub: configured } })).toBe(pinged)
})

test('a ping has the URL of the feed for both PubSubHubbub and WebSub hubs', () => {
  expect(Object.fromEntries(composePing('https://a.example/feed.xml'))).toEqual({
    'hub.mode': 'publish',
    'hub.url': 'https://a.example/feed.xml',
    'hub.topic': 'https://a.example/feed.xml',
  })
})
