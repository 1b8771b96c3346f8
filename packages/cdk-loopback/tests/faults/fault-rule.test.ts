import { expect, test } from 'vitest'
import { createRuleBook, type FaultRule, type Pattern } from '../../src/faults/fault-rule.ts'

const call = { service: 's3', operation: 'PutObject', resource: 'uploads', key: 'a/b', accessKey: 'Ingest' } as const

test.each<[Pattern, boolean]>([
  ['a/b', true],
  ['a', false],
  [{ prefix: 'a/' }, true],
  [{ prefix: 'b' }, false],
  [/b$/, true],
  [/^b/g, false],
])('the key pattern %j selects the call: %s', (key, expected) => {
  const rules = createRuleBook()
  rules.add({ key, fault: 'throttle' })
  expect(rules.choose(call) !== undefined).toBe(expected)
})

test('every member of a rule must match', () => {
  const rules = createRuleBook()
  const rule: FaultRule = { service: 's3', operation: 'PutObject', resource: 'other', fault: 'throttle' }
  rules.add(rule)
  expect(rules.choose(call)).toBeUndefined()
  rules.add({ ...rule, resource: 'uploads' })
  expect(rules.choose(call)?.rule.resource).toBe('uploads')
})

test('a rule applies from the nth matching call on, for a number of times', () => {
  const rules = createRuleBook()
  const rule = rules.add({ nth: 2, times: 2, fault: 'throttle' })
  expect([1, 2, 3, 4].map(() => rules.choose(call) !== undefined)).toEqual([false, true, true, false])
  expect(rule.hits).toBe(2)
  expect(rule.calls).toEqual([call, call])
})

test('removing a rule aborts its signal', () => {
  const rules = createRuleBook()
  const rule = rules.add({ fault: 'hang' })
  const chosen = rules.choose(call)
  rule.remove()
  expect(chosen?.removed.aborted).toBe(true)
})
