import { expect, test } from 'vitest'
import { accepted } from './sample.ts'

const linksOf = (address: string) =>
  accepted('2026/a.md', `# T\n\n[x](<${address}>)\n`).references.map(({ keys, fragment, isFile }) => [
    keys,
    fragment,
    isFile,
  ])

test.each([
  ['b.md', ['articles/2026/b.md', 'name:b'], undefined],
  ['./b.md#c', ['articles/2026/b.md', 'name:b'], 'c'],
  ['b.md?x=1#c', ['articles/2026/b.md', 'name:b'], 'c'],
  ['../b%20c.md', ['articles/b c.md'], undefined],
  ['b c.md', ['articles/2026/b c.md', 'name:b-c'], undefined],
  ['..\\b.txt', ['articles/b.txt'], undefined],
  ['../../backfill/2019/b.md', ['backfill/2019/b.md'], undefined],
  ['/b.md', ['articles/b.md', 'name:b'], undefined],
  ['/backfill/b.md', ['backfill/b.md', 'name:b'], undefined],
  ['b.html', ['articles/2026/b.html', 'articles/2026/b.md', 'name:b'], undefined],
])('%s leads to the file of an article', (address, keys, fragment) => {
  expect(linksOf(address)).toEqual([[keys, fragment, true]])
})

test.each(['../b', '../b/', '/b'])('%s may lead to several files', (address) => {
  const keys = ['articles/b.md', 'articles/b/index.md', 'articles/b.html', 'articles/b/index.html', 'name:b']
  expect(linksOf(address)).toEqual([[keys, undefined, false]])
})

test.each([
  ['/2013/05/09/the-ferry/', 'the-ferry'],
  ['/2013/05/09/the-ferry.html#fares', 'the-ferry'],
  ['/posts/The%20Ferry', 'the-ferry'],
  ['/en/blog/2013-05-09-the_ferry/', 'the-ferry'],
  ['/2026/the-ferry/index.html', 'the-ferry'],
  ['/2013/rust-1.85.0/', 'rust-1.85.0'],
  ['/posts/%E9%83%B5%E4%BE%BF/', '郵便'],
  ['/docs/the-ferry/', 'docs/the-ferry'],
  ['boats/the-ferry.md', 'boats/the-ferry'],
  ['/2013/05/', undefined],
  ['../../2019/the-ferry.md', undefined],
])('the address %s of a former site stands for the name %j', (address, name) => {
  const keys = linksOf(address).flatMap(([each]) => each)
  const expected = name === undefined ? [] : [`name:${name}`]
  expect(keys.filter((key) => String(key).startsWith('name:'))).toEqual(expected)
})

test.each([
  ['2026/a.md', '', ['a']],
  ['2013-05-09-the_ferry.markdown', '', ['the-ferry']],
  ['The ferry/index.md', 'slug: Boat', ['the-ferry', 'boat']],
  [
    'a.md',
    'permalink: /2013/05/the-ferry/\naliases: [The boat, /2012/ship.html]',
    ['a', 'the-ferry', 'the-boat', 'ship'],
  ],
  ['a.md', 'redirect_from: /old/ship/', ['a', 'ship', 'old/ship']],
  ['2013.md', '', []],
])('an upload %s with the fields %j is found under the names %j', (key, fields, names) => {
  expect(accepted(key, `---\ntitle: T\n${fields}\n---\nText.`).names).toEqual(names)
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
