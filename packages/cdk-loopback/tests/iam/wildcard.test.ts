import { expect, test } from 'vitest'
import { matchesWildcard } from '../../src/iam/wildcard.ts'

test.each([
  ['*', '', true],
  ['a*', 'a', true],
  ['a*c', 'abbc', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*c', 'abcd', false],
  ['', 'a', false],
  ['A', 'a', false],
  ['a.c', 'abc', false],
])('the pattern %j matches %j: %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected)
})
