import { expect, test } from 'vitest'
import { feedRelations } from '../../../core/feeds/feed-relations.ts'
import { closedDocument, feedOf, newestDocument } from './sample-feeds.ts'
import { obama } from './samples.ts'

const type = 'application/atom+xml'
const url = (path: string) => `https://news.example.org/${path}`

test('a feed links to itself, and to a hub if there is one', () => {
  const self = { rel: 'self', href: url('atom.xml'), type }
  const hub = 'https://hub.example.org/?a=1&b=2'
  expect(feedRelations(feedOf(obama), 'atom')).toEqual([self])
  expect(feedRelations(feedOf(obama, { hub }), 'atom')).toEqual([self, { rel: 'hub', href: hub }])
})

test('documents link to the previous one, and closed documents to the feed to subscribe to', () => {
  expect(feedRelations(newestDocument, 'atom').slice(1)).toEqual([
    { rel: 'prev-archive', href: url('archives/2/atom.xml'), type },
  ])
  expect(feedRelations(closedDocument, 'atom').slice(1)).toEqual([
    { rel: 'current', href: url('atom.xml'), type },
    { rel: 'prev-archive', href: url('archives/1/atom.xml'), type },
  ])
})

test('links lead to documents of the same format', () => {
  expect(feedRelations(newestDocument, 'rss').map(({ href }) => href)).toEqual([
    url('feed.xml'),
    url('archives/2/feed.xml'),
  ])
})
