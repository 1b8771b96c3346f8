import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPace, senders } from '../../../core/deliveries/pace.ts'

/** Instants in milliseconds at which a sender that takes place after place hands over. */
function handOvers(perSecond: number, count: number): number[] {
  const pace = createPace()
  const instants: number[] = []
  for (let now = 5_000; instants.length < count; ) {
    now += pace.take(perSecond, now, Number.POSITIVE_INFINITY) ?? 0
    instants.push(now)
  }
  return instants
}

test('all senders together never hand over more in ten seconds than the account may, the first burst apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (perSecond) => {
      const instants = handOvers(perSecond, perSecond * 20).filter((instant) => instant > 6_000)
      const inTenSeconds = instants.filter((instant) => instant < (instants[0] ?? 0) + 10_000).length
      expect(inTenSeconds * senders).toBeLessThanOrEqual(perSecond * 10)
      expect(inTenSeconds * senders).toBeGreaterThan(perSecond * 10 * 0.5)
    }),
  )
})

test('a second’s worth goes at once, also after a rest', () => {
  const pace = createPace()
  const waits = (now: number) => Array.from({ length: 5 }, () => pace.take(10, now, 60_000))
  expect(waits(0)).toEqual([0, 0, 0, 0, 250])
  expect(waits(60_000)).toEqual([0, 0, 0, 0, 250])
})

test('whoever would have to wait too long takes no place', () => {
  const pace = createPace()
  expect(pace.take(1, 0, 1_000)).toBe(0)
  expect(pace.take(1, 0, 1_000)).toBeUndefined()
  expect(pace.take(1, 0, 3_000)).toBe(2_500)
})
