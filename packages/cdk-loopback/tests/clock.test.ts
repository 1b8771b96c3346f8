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

/** Creates a clock whose machine the test can set, and let run. */
function createOnMachine() {
  let wall = start.getTime()
  let steady = 50
  const clock = createClock(
    () => new Date(wall),
    () => steady,
  )
  const moves: number[] = []
  clock.onMove((byMs) => moves.push(byMs))
  return {
    ...{ clock, moves },
    set: (byMs: number) => {
      wall += byMs
    },
    run: (ms: number) => {
      wall += ms
      steady += ms
    },
  }
}

const hour = 3_600_000

test.each([-5 * hour, 5 * hour])('a jump of the machine’s clock by %d ms is a move once it is followed', (jump) => {
  const { clock, moves, set, run } = createOnMachine()
  set(jump)
  run(900)
  expect([clock.now(), moves]).toEqual([new Date(start.getTime() + 900), []])
  clock.followMachine()
  clock.followMachine()
  run(100)
  expect([clock.now(), moves, clock.offsetMs]).toEqual([new Date(start.getTime() + jump + 1_000), [jump], 0])
})

test('small corrections of the machine’s clock are followed without a move', () => {
  const { clock, moves, set } = createOnMachine()
  for (let correction = 0; correction < 5; correction++) {
    set(-900)
    clock.followMachine()
  }
  expect([clock.now(), moves]).toEqual([new Date(start.getTime() - 4_500), []])
})

test('a clock that was moved stays as far ahead of the machine when that is set', () => {
  const { clock, moves, set } = createOnMachine()
  clock.move(hour)
  set(-5 * hour)
  clock.followMachine()
  expect([clock.now(), clock.offsetMs, moves]).toEqual([new Date(start.getTime() - 4 * hour), hour, [hour, -5 * hour]])
})
