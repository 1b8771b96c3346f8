import { expect, test } from 'vitest'
import { placeFiles } from '../../../operations/uploads/place-files.ts'

const keys = (paths: readonly string[], placement = {}) => [...placeFiles(paths, placement).values()]

test('files go below articles/, or into a folder there or in backfill/', () => {
  const paths = ['a.md', 'trip/map.png']
  expect(keys(paths)).toEqual(['articles/a.md', 'articles/trip/map.png'])
  expect(keys(paths, { folder: '2026/letters/' })).toEqual([
    'articles/2026/letters/a.md',
    'articles/2026/letters/trip/map.png',
  ])
  expect(keys(paths, { folder: 'articles/2026' })).toEqual(['articles/2026/a.md', 'articles/2026/trip/map.png'])
  expect(keys(paths, { folder: 'backfill/2015' })).toEqual(['backfill/2015/a.md', 'backfill/2015/trip/map.png'])
  expect(keys(paths, { folder: '2015', backfill: true })).toEqual(['backfill/2015/a.md', 'backfill/2015/trip/map.png'])
})

test('no folder leads out of the uploads, and notes stay notes', () => {
  expect(keys(['a.md'], { folder: '../../receipts' })).toEqual(['articles/receipts/a.md'])
  expect(keys(['copy/articles/a.md', 'copy/issues/daily/note.md', 'copy/.git/config'], { folder: 'x' })).toEqual([
    'articles/x/a.md',
    'issues/daily/note.md',
    undefined,
  ])
})

test('the folders of the bucket are found in any case', () => {
  expect(keys(['Articles/a.md', 'BACKFILL/b.md'])).toEqual(['articles/a.md', 'backfill/b.md'])
})
