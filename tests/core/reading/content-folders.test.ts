import { expect, test } from 'vitest'
import { keysOfPaths } from '../../../core/reading/content-folders.ts'

const keys = (...paths: readonly string[]) => [...keysOfPaths(paths).values()]

test('files go below articles/ with their folders', () => {
  expect(keys('a.md', 'letters/bath/map.png', 'C:\\letters\\b.md')).toEqual([
    ...['articles/a.md', 'articles/letters/bath/map.png', 'articles/C:/letters/b.md'],
  ])
})

test('no path leads out of articles/', () => {
  expect(keys('../../receipts/a.md', '/etc/./b.md', '..')).toEqual([
    ...['articles/receipts/a.md', 'articles/etc/b.md', undefined],
  ])
})

test('below a folder named articles or backfill, files keep their place in it', () => {
  expect(keys('articles/2026/a.md', 'backfill/b.md', 'c.md')).toEqual([
    ...['articles/2026/a.md', 'backfill/b.md', 'articles/c.md'],
  ])
})

test('of a copy of the uploads, only the folders of the bucket are content', () => {
  const paths = ['site/Articles/a.md', 'site/issues/daily.md', 'site/README.md', 'site/docs/b.md', 'other/issues/c.md']
  expect(keys(...paths)).toEqual([
    ...['Articles/a.md', 'issues/daily.md', undefined, undefined, 'articles/other/issues/c.md'],
  ])
})

test('folders of programs are no content', () => {
  expect(keys('site/.git/config', 'site/node_modules/x/readme.md', 'site/.trash/a.md')).toEqual([
    ...[undefined, undefined, 'articles/site/.trash/a.md'],
  ])
})
