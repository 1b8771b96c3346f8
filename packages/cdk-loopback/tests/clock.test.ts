import { expect, test } from 'vitest'
import { createClock } from '../src/clock.ts'

const start = new Date('2026-03-01T07:00:00Z')

test('before any move, a clock shows the machine’s time', () => {
  const clock = createClock(() => start)
  expect([clock.now(), clock.offsetMs]).toEqual([start, 0])
})

test('moves by a number of milliseconds add up, forward and backward', () => {
  const clock = createClock(() => start)
  clock.move(60_000)
  clock.move(-1_000)
  expect(clock.offsetMs).toBe(59_000)
  expect(clock.now()).toEqual(new Date('2026-03-01T07:00:59Z'))
})

test('a move to a date sets the time, and the clock keeps running', () => {
  let machine = start.getTime()
  const clock = createClock(() => new Date(machine))
  clock.move(new Date('2027-01-01T00:00:00Z'))
  machine += 5_000
  expect(clock.now()).toEqual(new Date('2027-01-01T00:00:05Z'))
})

test('listeners are called after each move until they are removed', () => {
  const clock = createClock(() => start)
  const times: Date[] = []
  const stop = clock.onMove(() => times.push(clock.now()))
  clock.move(1_000)
  stop()
  clock.move(1_000)
  expect(times).toEqual([new Date('2026-03-01T07:00:01Z')])
})
