import { expect, test } from 'vitest'
import { predecessorOf, successorOf } from '../../../core/articles/moved-article.ts'
import { changedRecord } from './sample-record.ts'

const one = changedRecord({
  id: '1',
  key: 'articles/b.md',
  article: { title: 'B', liveAt: '2026-02-01T00:00:00.000Z' },
})
const two = changedRecord({
  id: '2',
  key: 'articles/a.md',
  article: { title: 'A', liveAt: '2026-03-01T00:00:00.000Z' },
})
const withdrawn = changedRecord({ id: '3', key: 'articles/c.md', articleState: 'withdrawn' })

test('a new article replaces the article that went live first with the same content', () => {
  expect(predecessorOf('articles/new.md', [two, one])).toEqual({ id: '1', liveAt: '2026-02-01T00:00:00.000Z' })
})

test('neither the article itself nor one that was never live is a predecessor', () => {
  const draft = changedRecord({ id: '4', key: 'articles/d.md', article: { liveAt: undefined } })
  expect(predecessorOf(one.key, [one, draft])).toBeUndefined()
})

test('the successor of a withdrawn article is the live one whose key sorts first', () => {
  expect(successorOf(withdrawn, [one, two, withdrawn])?.title).toBe('A')
})

test('a live article has no successor, and a withdrawn article is no successor', () => {
  expect(successorOf(one, [two])).toBeUndefined()
  expect(successorOf(withdrawn, [changedRecord({ id: '5', articleState: 'withdrawn' })])).toBeUndefined()
})
