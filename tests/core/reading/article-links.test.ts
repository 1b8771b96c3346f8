import { expect, test } from 'vitest'
import { accepted } from './sample.ts'

const linksOf = (address: string) =>
  accepted('2026/a.md', `# T\n\n[x](<${address}>)\n`).references.map(({ keys, fragment, isFile }) => [
    keys,
    fragment,
    isFile,
  ])

test.each([
  ['b.md', ['articles/2026/b.md'], undefined],
  ['./b.md#c', ['articles/2026/b.md'], 'c'],
  ['b.md?x=1#c', ['articles/2026/b.md'], 'c'],
  ['../b%20c.md', ['articles/b c.md'], undefined],
  ['b c.md', ['articles/2026/b c.md'], undefined],
  ['..\\b.txt', ['articles/b.txt'], undefined],
  ['../../backfill/2019/b.md', ['backfill/2019/b.md'], undefined],
  ['/b.md', ['articles/b.md'], undefined],
  ['/backfill/b.md', ['backfill/b.md'], undefined],
  ['b.html', ['articles/2026/b.html', 'articles/2026/b.md'], undefined],
])('%s leads to the file of an article', (address, keys, fragment) => {
  expect(linksOf(address)).toEqual([[keys, fragment, true]])
})

test.each(['../b', '../b/', '/b'])('%s may lead to several files', (address) => {
  const keys = ['articles/b.md', 'articles/b/index.md', 'articles/b.html', 'articles/b/index.html']
  expect(linksOf(address)).toEqual([[keys, undefined, false]])
})

test.each([
  'https://x.example/b.md',
  '//x.example/b.md',
  '#b',
  'b.png',
  '../../../b.md',
  '../../issues/daily.md',
  '/',
  'mailto:b.md',
])('%s leads to no article', (address) => {
  expect(linksOf(address)).toEqual([])
})
