import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Suppression } from '../../../core/subscribers/subscriber.ts'
import { combineSuppressions, endBlock, isBarred } from '../../../core/subscribers/suppression.ts'

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T06:00:00.000Z`
const suppressions = fc.record({
  reason: fc.constantFrom('bounce', 'operator', 'complaint'),
  at: fc.integer({ min: 1, max: 28 }).map(at),
}) satisfies fc.Arbitrary<Suppression>
const combine = (all: readonly Suppression[]) => all.reduce((one, other) => combineSuppressions(one, other))

test('suppressions of one address combine to the same in any order, and repeated', () => {
  fc.assert(
    fc.property(fc.array(suppressions, { minLength: 1, maxLength: 5 }), fc.gen(), (all, gen) => {
      const shuffled = gen(() => fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }))
      expect(combine(shuffled)).toEqual(combine(all))
    }),
  )
})

test.each<[Suppression[], Suppression, Suppression | undefined]>([
  [[{ reason: 'operator', at: at(2) }], { reason: 'operator', at: at(2) }, undefined],
  [
    [
      { reason: 'operator', at: at(2) },
      { reason: 'bounce', at: at(3), notedAt: at(4) },
    ],
    { reason: 'operator', at: at(2), bounce: { at: at(3), notedAt: at(4) } },
    { reason: 'bounce', at: at(3), notedAt: at(4) },
  ],
  [
    [
      { reason: 'operator', at: at(2), bounce: { at: at(3) } },
      { reason: 'bounce', at: at(1) },
    ],
    { reason: 'operator', at: at(2), bounce: { at: at(1) } },
    { reason: 'bounce', at: at(1) },
  ],
  [
    [
      { reason: 'operator', at: at(2), bounce: { at: at(3) } },
      { reason: 'complaint', at: at(9) },
    ],
    { reason: 'complaint', at: at(9) },
    { reason: 'complaint', at: at(9) },
  ],
])('%j are stored as %j; at the end of a block, %j remains', (all, stored, remaining) => {
  expect(combine(all)).toEqual(stored)
  expect(endBlock(combine(all))).toEqual(remaining)
})

test('only a bounce can be lifted by the owner of the address', () => {
  const barred = (['bounce', 'operator', 'complaint'] as const).map((reason) => isBarred({ reason, at: at(1) }))
  expect([isBarred(undefined), ...barred]).toEqual([false, false, true, true])
})
