import { expect, test } from 'vitest'
import { isPlausible, linkNames, nameKey, nameKeyIn, nameOfKey } from '../../../../core/reading/path/link-names.ts'

test('the names of an article are those of its file and of its fields, without duplicates', () => {
  const fields = { slug: 'Boat', permalink: '/boats/old-ferry/', aliases: ['Old Ferry', '/2013/ship.html', '2013'] }
  expect(linkNames('articles/2013-05-09-The_ferry.md', fields)).toEqual(['the-ferry', 'boat', 'old-ferry', 'ship'])
  const aliases = Array.from({ length: 50 }, (_, index) => `ship ${index}`)
  expect(linkNames('articles/a.md', { aliases })).toHaveLength(10)
})

test('a name has a key that is that of no upload', () => {
  expect(nameKeyIn('/2013/05/09/The%20ferry.html')).toBe('name:the%20ferry')
  expect(nameKeyIn('articles/index.md')).toBe('name:articles')
  for (const path of ['', '/', '/2013/05/', `/${'x'.repeat(121)}/`]) expect(nameKeyIn(path)).toBeUndefined()
  expect(nameOfKey(nameKey('ferry'))).toBe('ferry')
  expect(nameOfKey('articles/ferry.md')).toBeUndefined()
})

test('the folders of an address are years, usual words or those of the article that links', () => {
  const key = 'articles/boats/a.md'
  for (const path of ['/x/', '/2013/05/x', '/en/blog/x.html', '/Boats/x/', '/posts/x/index.html']) {
    expect(isPlausible(path, key)).toBe(true)
  }
  for (const path of ['/docs/x/', '/categories/x/', '/blog/docs/x/']) expect(isPlausible(path, key)).toBe(false)
})
