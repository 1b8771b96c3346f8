import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { countSteps } from '../../../src/site/edge-engine/count-steps.ts'

/** Runs code whose last value is its result. Returns that and the number of steps. */
function run(code: string) {
  const counted = countSteps(code, 'count()')
  const steps: true[] = []
  const result: unknown = runInNewContext(counted, { count: () => steps.push(true) })
  expect(counted.split('\n')).toHaveLength(code.split('\n').length)
  expect(result).toEqual(runInNewContext(code, {}))
  return steps.length
}

test.each([
  ['let n = 0; while (n < 3) n += 1', 3],
  ['let n = 0; while (n < 3) { n += 1 }\nn', 3],
  ['let n = 0; do n += 1\nwhile (n < 3); n', 3],
  ['let n = 0; for (;;) if (++n > 3) break\nn', 4],
  ['let n = 0; for (; ++n < 3;);n', 2],
  ['let n = 0; for (const key in { a: 1, b: 2 }) for (const one of [1, 2]) n += one\nn', 6],
  ['let n = 0; outer: for (;;) { for (;;) { n += 1; if (n > 2) break outer; else continue outer } }\nn', 6],
])('the rounds of loops count: %s', (code, steps) => {
  expect(run(code)).toBe(steps)
})

test.each([
  ['const f = (n) => n < 1 ? 0 : f(n - 1)\nf(2)', 3],
  ['const f = () => ({ a: 1 })\nf().a', 1],
  ['const f = (a) => (b) => a + b\nf(1)(2)', 2],
  ['function f(n) { return n }\nf(f(1))', 2],
  ['const o = { f: function () { return [1, 2].map((n) => n + 1).join() } }; o.f()', 3],
  ['let f; if (true) f = () => 1\nf()', 1],
])('calls of functions count: %s', (code, steps) => {
  expect(run(code)).toBe(steps)
})
