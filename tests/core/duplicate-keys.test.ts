import { expect, test } from 'vitest'
import { findDuplicateKeys } from '../../core/duplicate-keys.ts'

test.each([
  ['{"a": 1,\n "b": {"a": 2},\n "a": 3}', ['a: line 3 sets it again; keep only one']],
  ['{"a": [{"b": 1}, {"b": 1, "c": "}", "b" : 2}]}', ['a.1.b: line 1 sets it again; keep only one']],
  ['{"a": {}, "\\u0061": {}}', ['a: line 1 sets it again; keep only one']],
  ['{"a": {"b": 1, "c": 2}, "a": {"b": 1}, "a": 1}', Array(2).fill('a: line 1 sets it again; keep only one')],
  ['[[1, {"a": 1,\r\n"a": 2}]]', ['0.1.a: line 2 sets it again; keep only one']],
  ['{"__proto__": {}}', ['__proto__: line 1 has a key that cannot be used; choose another one']],
  ['{"a": "\\"a\\":", "b": ["a", "a"], "c": "a"}', []],
  ['{"": 1, "a.b": 2, "a": {"b": 3}}', []],
  ['"a"', []],
])('in %s, the duplicate keys are %j', (json, mistakes) => {
  expect(findDuplicateKeys(json)).toEqual(mistakes)
})
