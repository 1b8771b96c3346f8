import { expect, test } from 'vitest'
import { decodePath, matchesPattern } from '../../src/site/path-pattern.ts'

test.each([
  ['*', '/any/path', true],
  ['/images/*.png', '/images/a/b.png', true],
  ['images/?.png', '/images/a.png', true],
  ['/images/?.png', '/images/ab.png', false],
  ['/Images/*', '/images/a.png', false],
  ['/a/b', '/a//./c/../b', true],
  ['/a/~b', '/a/%7eb', true],
  ['/a/%2Fb', '/a/%2fb', true],
])('the pattern %s matches %s: %s', (pattern, path, expected) => {
  expect(matchesPattern(pattern, path)).toBe(expected)
})

test.each([
  ['/a%20b', '/a b'],
  ['/a+b', '/a+b'],
  ['/%ff', undefined],
])('%s decodes to %s', (path, decoded) => {
  expect(decodePath(path)).toBe(decoded)
})
