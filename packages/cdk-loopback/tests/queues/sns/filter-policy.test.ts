import { expect, test } from 'vitest'
import { matchesPolicy, readFilterPolicy } from '../../../src/queues/sns/filter-policy.ts'

const attributes = {
  kind: { DataType: 'String', StringValue: 'Bounce.Hard' },
  size: { DataType: 'Number', StringValue: '12.5' },
  tags: { DataType: 'String.Array', StringValue: '["news", 7, true]' },
  from: { DataType: 'String', StringValue: '10.1.2.3' },
}

// https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html and the other pages of that section
test.each([
  [{ kind: ['Bounce.Hard', 'x'] }, true],
  [{ kind: 'Bounce.Hard' }, true],
  [{ kind: ['bounce.hard'] }, false],
  [{ kind: [{ prefix: 'Bounce.' }] }, true],
  [{ kind: [{ suffix: '.Soft' }] }, false],
  [{ kind: [{ 'equals-ignore-case': 'bounce.HARD' }] }, true],
  [{ kind: [{ wildcard: 'B*.H*d' }] }, true],
  [{ kind: [{ wildcard: 'BounceXH*' }] }, false],
  [{ kind: [{ 'anything-but': ['Bounce.Soft', 1] }] }, true],
  [{ kind: [{ 'anything-but': { prefix: 'Bounce' } }] }, false],
  [{ none: [{ 'anything-but': 'x' }] }, false],
  [{ kind: [{ exists: true }], none: [{ exists: false }] }, true],
  [{ none: [null] }, true],
  [{ size: [12.5] }, true],
  [{ size: [{ numeric: ['>', 10, '<=', 12.5] }] }, true],
  [{ size: [{ numeric: ['<', 12.5] }] }, false],
  [{ kind: [{ numeric: ['>', 0] }] }, false],
  [{ tags: ['news'] }, true],
  [{ tags: [7] }, true],
  [{ tags: [true] }, true],
  [{ tags: ['sport'] }, false],
  [{ from: [{ cidr: '10.1.0.0/16' }] }, true],
  [{ from: [{ cidr: '10.2.0.0/16' }] }, false],
  [{ kind: [{ cidr: '::/0' }] }, false],
  [{ kind: ['x'], size: [12.5] }, false],
  [{ $or: [{ kind: ['x'] }, { size: [12.5] }] }, true],
  [{ $or: [{ kind: ['x'] }, { size: [1] }] }, false],
  [{ tags: ['sport'], $or: [{ size: [12.5] }] }, false],
])('%j matches: %s', (policy, expected) => {
  expect(matchesPolicy(readFilterPolicy(JSON.stringify(policy)), attributes)).toBe(expected)
})

test('a message without attributes matches no condition, not even that an attribute is absent', () => {
  expect(matchesPolicy(readFilterPolicy('{"kind": [{"exists": false}]}'), {})).toBe(false)
  expect(matchesPolicy(readFilterPolicy('{}'), {})).toBe(true)
})

test.each(['{"kind": [{"like": "x"}]}', '{"kind": [{"numeric": ["~", 1]}]}', 'x'])('%s is refused', (policy) => {
  expect(() => readFilterPolicy(policy)).toThrow('is invalid')
})
