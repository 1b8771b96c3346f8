import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitTime, type Usage } from '../../src/lambda/time-limit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const second = 1_000

/** Limits a thread to ten seconds. Each second adds `perSecond` to its usage. Returns when it is stopped. */
async function secondsUntilStopped(perSecond: Partial<Usage>): Promise<number | undefined> {
  const before: Usage = { cpu: 500, idle: 90_000, stalled: 7_000 }
  const start = Date.now()
  const used = (key: keyof Usage) => before[key] + (perSecond[key] ?? 0) * ((Date.now() - start) / second)
  const onEnd = vi.fn()
  limitTime(async () => ({ cpu: used('cpu'), idle: used('idle'), stalled: used('stalled') }), 10 * second, onEnd)
  for (let count = 1; count <= 200; count += 1) {
    await vi.advanceTimersByTimeAsync(second)
    if (onEnd.mock.calls.length > 0) return count
  }
  return undefined
}

test.each<[string, Partial<Usage>, number]>([
  ['a thread that works is stopped at its limit', { cpu: 1_000 }, 10],
  ['a thread that waits is stopped at its limit', { idle: 1_000 }, 10],
  ['working and waiting count together', { cpu: 300, idle: 700 }, 10],
  ['a thread that gets a quarter of a CPU has four times as long', { cpu: 250 }, 40],
  ['waiting for services that get half a CPU counts half', { idle: 1_000, stalled: 500 }, 20],
  ['a thread that is blocked is stopped in the end', {}, 100],
])('%s', async (_fact, perSecond, expected) => {
  const seconds = await secondsUntilStopped(perSecond)
  expect([expected, expected + 1]).toContain(seconds) // the last check comes a little later
})

test('a thread whose usage cannot be read is stopped in the end', async () => {
  const onEnd = vi.fn()
  limitTime(() => new Promise(() => {}), second, onEnd)
  await vi.advanceTimersByTimeAsync(9 * second)
  expect(onEnd).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(second)
  expect(onEnd).toHaveBeenCalledOnce()
})

test('a limit that was removed stops nothing, even if its usage is just being read', async () => {
  const onEnd = vi.fn()
  const reading = Promise.withResolvers<Usage>()
  const stop = limitTime(() => reading.promise, second, onEnd)
  await vi.advanceTimersByTimeAsync(second)
  stop()
  reading.resolve({ cpu: 0, idle: 0, stalled: 0 })
  await vi.advanceTimersByTimeAsync(20 * second)
  expect(onEnd).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
