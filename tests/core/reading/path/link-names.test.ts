import { expect, test } from 'vitest'
import { linkNames, nameKey, nameKeyIn, nameOfKey } from '../../../../core/reading/path/link-names.ts'

test('the names of an article are those of its file and of its fields, with and without their folders', () => {
  const fields = { slug: 'Boat', permalink: '/boats/old-ferry/', aliases: ['Old Ferry', '/2013/ship.html', '2013'] }
  const names = ['the-ferry', 'sea/the-ferry', 'boat', 'old-ferry', 'boats/old-ferry', 'ship']
  expect(linkNames('articles/Sea/2013-05-09-The_ferry.md', fields)).toEqual(names)
  const aliases = Array.from({ length: 50 }, (_, index) => `ship ${index}`)
  expect(linkNames('articles/a.md', { aliases })).toHaveLength(10)
})

test.each([
  ['/x/', 'x'],
  ['/2013/05/09/X.html', 'x'],
  ['/en/blog/x', 'x'],
  ['/posts/2013-05-09-x/index.html', 'x'],
  ['/docs/x/', 'docs/x'],
  ['/blog/docs/2013/x/', 'docs/x'],
  ['../x/', 'x'],
  ['./x.md#y', 'x'],
])('the address %s stands for the name %s', (path, name) => {
  expect(nameKeyIn(path)).toBe(nameKey(name))
})

test('a name has a key that is that of no upload', () => {
  for (const path of ['', '/', '/2013/05/', `/${'x'.repeat(121)}/`]) expect(nameKeyIn(path)).toBeUndefined()
  expect(nameOfKey(nameKey('ferry'))).toBe('ferry')
  expect(nameOfKey('articles/ferry.md')).toBeUndefined()
})
