import { describe, expect, test } from 'vitest'
import { InvalidFilterPatternError, parseFilterPattern } from '../../src/logs/filter-pattern.ts'

const matches = (pattern: string, message: string) => parseFilterPattern(pattern)(message)

describe('terms', () => {
  test.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR] disk', true],
    ['ERROR', '[error] disk', false],
    ['ERROR disk', 'disk ERROR', true],
    ['ERROR tape', 'disk ERROR', false],
    ['"disk full"', 'the disk full', true],
    ['"disk full"', 'full disk', false],
    ['ERROR -disk', 'ERROR disk', false],
    ['ERROR -disk', 'ERROR tape', true],
    ['?ERROR ?WARN', 'WARN', true],
    ['?ERROR ?WARN', 'INFO', false],
    ['ERROR ?WARN', 'ERROR', true],
    [String.raw`"say \"no\""`, 'say "no"', true],
  ])('%s on %s', (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected)
  })
})

describe('JSON', () => {
  const message = JSON.stringify({
    level: 'ERROR',
    count: 3,
    'detail-type': 'A',
    ok: true,
    none: null,
    list: [{ id: 'x' }],
  })
  test.each([
    ['{ $.level = "ERROR" }', true],
    ['{ $.level = ERR* }', true],
    ['{ $.level = "RR" }', false],
    ['{ $.level != "WARN" }', true],
    ['{ $.missing != "WARN" }', false],
    ['{ $.count = 3 }', true],
    ['{ $.count > 3 }', false],
    ['{ $.count >= 3 && $.count < 4 }', true],
    ['{ $.detail-type = "A" }', true],
    ['{ $.list[0].id = "x" }', true],
    ['{ $.list[1].id = "x" }', false],
    ['{ $.ok IS TRUE }', true],
    ['{ $.none IS NULL }', true],
    ['{ $.none EXISTS }', true],
    ['{ $.other NOT EXISTS }', true],
    ['{ $.level = "WARN" || $.count = 3 }', true],
    ['{ $.level = "WARN" && $.count = 3 || $.ok IS TRUE }', true],
    ['{ ($.level = "WARN" || $.count = 3) && $.ok IS FALSE }', false],
  ])('%s', (pattern, expected) => {
    expect(matches(pattern, message)).toBe(expected)
  })

  test('a message that is no JSON does not match', () => {
    expect(matches('{ $.level = "ERROR" }', 'ERROR')).toBe(false)
    expect(matches('{ $.level NOT EXISTS }', '{"broken"')).toBe(false)
  })
})

test.each([
  '[a, b]',
  '{ $.a }',
  '{ $.a = %x% }',
  '{ a = 1 }',
  '{ $.a = 1 } x',
  '{ $.a ~ 1 }',
  'a.b',
  '"open',
  '{ ($.a = 1 }',
])('the pattern %s is refused', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(InvalidFilterPatternError)
})
