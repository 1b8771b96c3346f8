import { expect, test } from 'vitest'
import { parseJsonPath, valueAtPath } from '../../src/events/json-path.ts'

const value = { detail: { items: [{ 'a b': 1 }, null], 'x-y': 'z' } }

test.each([
  ['$', value],
  ['$.detail.x-y', 'z'],
  ["$.detail.items[0]['a b']", 1],
  ['$.detail["items"][1]', null],
  ['$.detail.items[2]', undefined],
  ['$.detail.x-y.length', undefined],
  ['$.toString', undefined],
])('%s', (path, expected) => {
  const parsed = parseJsonPath(path)
  expect(parsed).toBeDefined()
  expect(valueAtPath(parsed ?? [], value)).toEqual(expected)
})

test.each(['', 'detail', '$detail', '$..x', '$.*', '$.items[*]', '$.items[?(@.a)]', '$.items[-1]', '$.'])(
  '%j is not supported',
  (path) => {
    expect(parseJsonPath(path)).toBeUndefined()
  },
)
