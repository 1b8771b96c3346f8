import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createArrivals } from '../../src/queues/arrivals.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Counts the wake-ups of a receiver that waits for the queue `A`. */
function start(next: () => number | undefined = () => undefined) {
  const arrivals = createArrivals(() => new Date(), next)
  let wakeUps = 0
  const wait = (milliseconds = Number.POSITIVE_INFINITY, signal?: AbortSignal) =>
    void arrivals.wait('A', milliseconds, signal).then(() => {
      wakeUps += 1
    })
  return { arrivals, wait, count: () => wakeUps }
}

test('a queue wakes only the receivers that wait for it', async () => {
  const { arrivals, wait, count } = start()
  wait()
  wait()
  arrivals.announce('B')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(count()).toBe(0)
  arrivals.announce('A')
  await vi.advanceTimersByTimeAsync(0)
  expect(count()).toBe(2)
  expect(vi.getTimerCount()).toBe(0)
})

test('a wait ends after its time, when aborted, or when closed, and leaves no timer', async () => {
  const { arrivals, wait, count } = start(() => Date.now() + 30_000)
  const controller = new AbortController()
  wait(1_000)
  wait(20_000, controller.signal)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(count()).toBe(1)
  controller.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect([count(), vi.getTimerCount()]).toEqual([2, 0])
  wait(20_000, controller.signal)
  wait()
  arrivals.close()
  wait()
  await vi.advanceTimersByTimeAsync(0)
  expect([count(), vi.getTimerCount(), arrivals.closed]).toEqual([5, 0, true])
})

test('receivers wake at the earliest expected time, even if it was announced last', async () => {
  const { arrivals, wait, count } = start(() => Date.now() + 30_000)
  wait()
  arrivals.expect('A', Date.now() + 40_000)
  arrivals.expect('A', Date.now() + 5_000)
  await vi.advanceTimersByTimeAsync(4_999)
  expect(count()).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(count()).toBe(1)
})
