import { expect, test } from 'vitest'
import { matchesPattern, parseEventPattern } from '../../src/events/event-pattern.ts'

const matches = (pattern: object, event: object): boolean =>
  matchesPattern(parseEventPattern(JSON.stringify(pattern)), event)

/** Returns the values of `x` that conditions match. */
function select(conditions: readonly unknown[], ...values: readonly unknown[]): unknown[] {
  return values.filter((x) => matches({ x: conditions }, { x }))
}

test('every field of a pattern must match, each by one of its values', () => {
  const pattern = { source: ['shop'], detail: { state: ['open', 'paid'] } }
  expect(matches(pattern, { source: 'shop', detail: { state: 'paid' } })).toBe(true)
  expect(matches(pattern, { source: 'shop', detail: { state: 'new' } })).toBe(false)
  expect(matches(pattern, { source: 'other', detail: { state: 'paid' } })).toBe(false)
  expect(matches(pattern, { source: 'shop', detail: {} })).toBe(false)
})

test('a text is neither the number nor the boolean that it spells', () => {
  expect(select(['1', 'true', ''], 1, '1', true, 'true', '', null)).toEqual(['1', 'true', ''])
  expect(select([1, true], 1, 1.0, '1', true, 'true')).toEqual([1, 1, true])
})

test('null matches only null', () => {
  expect(select([null], null, '', 0, undefined)).toEqual([null])
})

test('texts match by prefix, suffix and wildcard, and without case', () => {
  expect(select([{ prefix: 'ab' }], 'abc', 'ab', 'cab', 'Abc', 1)).toEqual(['abc', 'ab'])
  expect(select([{ prefix: { 'equals-ignore-case': 'AB' } }], 'abc', 'Abc', 'cab')).toEqual(['abc', 'Abc'])
  expect(select([{ suffix: '.png' }], 'a.png', '.png', 'a.PNG')).toEqual(['a.png', '.png'])
  expect(select([{ suffix: { 'equals-ignore-case': '.png' } }], 'a.PNG', 'png')).toEqual(['a.PNG'])
  expect(select([{ 'equals-ignore-case': 'Ä' }], 'ä', 'Ä', 'a')).toEqual(['ä', 'Ä'])
  expect(select([{ wildcard: 'a*b*c' }], 'abc', 'a1b2c', 'abcd', 'acb', 'abb')).toEqual(['abc', 'a1b2c'])
  expect(select([{ wildcard: 'a*a' }], 'a', 'aa')).toEqual(['aa'])
  expect(select([{ wildcard: '\\*\\\\*' }], '*\\x', 'x\\x')).toEqual(['*\\x'])
  expect(select([{ wildcard: 'abc' }], 'abc', 'abcd')).toEqual(['abc'])
})

test('numbers match by value and range', () => {
  expect(select([{ numeric: ['=', 3.018e2] }], 301.8, '301.8', 301)).toEqual([301.8])
  expect(select([{ numeric: ['>', 0, '<=', 5] }], 0, 0.1, 5, 5.1)).toEqual([0.1, 5])
  expect(select([{ numeric: ['>=', 2] }], 1, 2)).toEqual([2])
  expect(select([{ numeric: ['<', 2] }], 1, 2)).toEqual([1])
})

test('anything-but excludes values, and needs the field', () => {
  expect(select([{ 'anything-but': 'a' }], 'a', 'b', 1, null)).toEqual(['b', 1, null])
  expect(select([{ 'anything-but': [1, 2] }], 1, 2, 3, '1')).toEqual([3, '1'])
  expect(select([{ 'anything-but': { prefix: ['a', 'b'] } }], 'ab', 'ba', 'c')).toEqual(['c'])
  expect(select([{ 'anything-but': { suffix: 'a' } }], 'ba', 'ab')).toEqual(['ab'])
  expect(select([{ 'anything-but': { 'equals-ignore-case': ['A', 'b'] } }], 'a', 'B', 'c')).toEqual(['c'])
  expect(select([{ 'anything-but': { wildcard: '*/lib/*' } }], 'a/lib/b', 'a/b')).toEqual(['a/b'])
  expect(matches({ x: [{ 'anything-but': 'a' }] }, { y: 1 })).toBe(false)
})

test('addresses match ranges of their family', () => {
  const ranges = [{ cidr: '10.0.0.0/24' }, { cidr: '2001:db8::/32' }]
  expect(select(ranges, '10.0.0.255', '10.0.1.0', '2001:db8::1', '::1', 'x')).toEqual(['10.0.0.255', '2001:db8::1'])
})

test('exists sees values only, not objects', () => {
  expect(matches({ a: [{ exists: true }] }, { a: null })).toBe(true)
  expect(matches({ a: [{ exists: true }] }, { a: { b: 1 } })).toBe(false)
  expect(matches({ a: [{ exists: false }] }, { a: { b: 1 } })).toBe(true)
  expect(matches({ a: { b: [{ exists: false }] } }, {})).toBe(true)
  expect(matches({ a: [{ exists: false }, 'x'] }, { a: 'x' })).toBe(true)
  expect(matches({ a: [{ exists: false }, 'x'] }, { a: 'y' })).toBe(false)
})

test('an array matches by any of its elements', () => {
  expect(select(['b'], ['a', 'b'], ['a'], [])).toEqual([['a', 'b']])
  expect(matches({ x: [{ exists: false }] }, { x: [] })).toBe(true)
  expect(matches({ x: [{ 'anything-but': 'a' }] }, { x: ['a', 'b'] })).toBe(true)
})

test('fields in an array of objects must match within the same object', () => {
  const pattern = { items: { name: ['a'], size: [2] } }
  const items = [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
  ]
  expect(matches(pattern, { items })).toBe(false)
  expect(matches(pattern, { items: [...items, { name: 'a', size: 2 }] })).toBe(true)
})

test('$or is an alternative beside the other fields', () => {
  const pattern = { source: ['s'], $or: [{ a: [1] }, { b: { c: [2] }, d: [3] }] }
  expect(matches(pattern, { source: 's', a: 1 })).toBe(true)
  expect(matches(pattern, { source: 's', b: { c: 2 }, d: 3 })).toBe(true)
  expect(matches(pattern, { source: 's', b: { c: 2 } })).toBe(false)
  expect(matches(pattern, { a: 1 })).toBe(false)
  const nested = { detail: { $or: [{ x: [1] }, { $or: [{ y: [1] }, { z: [1] }] }] } }
  expect(matches(nested, { detail: { z: 1 } })).toBe(true)
  expect(matches(nested, { z: 1 })).toBe(false)
})

test('$or of values is a field of that name', () => {
  expect(matches({ $or: ['a'] }, { $or: 'a' })).toBe(true)
  expect(matches({ $or: [{ prefix: 'a' }, { prefix: 'b' }] }, { $or: 'bc' })).toBe(true)
})

test('members of the prototype are no match types', () => {
  expect(() => matches({ x: [{ toString: 'a' }] }, {})).toThrow('Unrecognized match type toString')
  expect(matches({ constructor: ['x'] }, {})).toBe(false)
})

test.each([
  ['[]', 'Filter is not an object'],
  ['{', 'Event pattern is not valid. Reason: '],
  ['{}', 'Empty event pattern'],
  ['{"a":"b"}', '"a" must be an object or an array'],
  ['{"a":[]}', 'Empty arrays are not allowed'],
  ['{"a":{}}', 'Empty objects are not allowed'],
  ['{"a":[["b"]]}', 'Match value must be String, number, true, false, or null'],
  ['{"a":[{}]}', 'Empty objects are not allowed'],
  ['{"a":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
  ['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string'],
  ['{"a":[{"prefix":{"suffix":"a"}}]}', 'Unsupported prefix pattern: suffix'],
  ['{"a":[{"exists":"true"}]}', 'exists match pattern must be either true or false.'],
  ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters'],
  ['{"a":[{"wildcard":"*:*:*:*:*:*"}]}', 'Rule is too complex'],
  ['{"a":[{"wildcard":"a\\\\b"}]}', 'Invalid escape character'],
  ['{"a":[{"cidr":"10.0.0.0"}]}', 'Malformed CIDR'],
  ['{"a":[{"cidr":"10.0.0.0/33"}]}', 'Malformed CIDR'],
  ['{"a":[{"numeric":[]}]}', 'Bad value in numeric range'],
  ['{"a":[{"numeric":["!=",1]}]}', 'Unrecognized numeric range operator: !='],
  ['{"a":[{"numeric":["=",1,"<",2]}]}', 'Too many elements in numeric expression'],
  ['{"a":[{"numeric":[">",2,"<",1]}]}', 'Bottom must be less than top'],
  ['{"a":[{"numeric":[">",6e9]}]}', 'Value must be between'],
  ['{"a":[{"anything-but":[]}]}', 'Empty arrays are not allowed'],
  ['{"a":[{"anything-but":["a",1]}]}', 'mixed type is not supported'],
  ['{"a":[{"anything-but":null}]}', 'must be an array or single string/number value'],
  ['{"a":[{"anything-but":{"exists":true}}]}', 'Unsupported anything-but pattern: exists'],
  ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix not allowed'],
])('AWS refuses the pattern %s', (pattern, reason) => {
  expect(() => parseEventPattern(pattern)).toThrow(reason)
})

test('alternatives that multiply to more than a thousand are refused', () => {
  const alternatives = Array.from({ length: 11 }, (_, index) => ({ a: [index] }))
  const pattern = { x: { $or: alternatives }, y: { $or: alternatives }, z: { $or: alternatives } }
  expect(() => parseEventPattern(JSON.stringify(pattern))).toThrow('Rule is too complex')
})
