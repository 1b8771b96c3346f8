import { expect, test } from 'vitest'
import { createClock } from '../src/clock.ts'

const start = new Date('2026-03-01T07:00:00Z')

test('a clock that was not moved shows the machine’s time', () => {
  const clock = createClock(() => start)
  expect([clock.now(), clock.offsetMs]).toEqual([start, 0])
})

test('moves by a span add up, forward and back', () => {
  const clock = createClock(() => start)
  clock.move(60_000)
  clock.move(-1_000)
  expect(clock.offsetMs).toBe(59_000)
  expect(clock.now()).toEqual(new Date('2026-03-01T07:00:59Z'))
})

test('a move to a time lands there, and the clock runs on', () => {
  let machine = start.getTime()
  const clock = createClock(() => new Date(machine))
  clock.move(new Date('2027-01-01T00:00:00Z'))
  machine += 5_000
  expect(clock.now()).toEqual(new Date('2027-01-01T00:00:05Z'))
})

test('listeners hear of each move after it, until they stop', () => {
  const clock = createClock(() => start)
  const heard: Date[] = []
  const stop = clock.onMove(() => heard.push(clock.now()))
  clock.move(1_000)
  stop()
  clock.move(1_000)
  expect(heard).toEqual([new Date('2026-03-01T07:00:01Z')])
})
