import { expect, test } from 'vitest'
import { limitConcurrency } from '../../src/lambda/concurrency-limit.ts'

test('callers beyond the limit wait in order', async () => {
  const limit = limitConcurrency(1)
  const order: number[] = []
  await limit.acquire()
  const waiting = [1, 2].map((number) => limit.acquire().then(() => order.push(number)))
  expect(limit.count).toBe(3)
  limit.release()
  await waiting[0]
  expect(order).toEqual([1])
  limit.release()
  await waiting[1]
  expect([order, limit.count]).toEqual([[1, 2], 1])
})

test('closing rejects waiting and later callers, and resolves when the last running one is done', async () => {
  const limit = limitConcurrency(1)
  const reason = new Error('closing')
  await limit.acquire()
  const waiting = expect(limit.acquire()).rejects.toBe(reason)
  const closed = limit.close(reason, 60_000)
  await waiting
  await expect(limit.acquire()).rejects.toBe(reason)
  limit.release()
  await closed
})

test('closing gives up after the grace period', async () => {
  const limit = limitConcurrency(1)
  await limit.acquire()
  await limit.close(new Error('closing'), 1)
  expect(limit.count).toBe(1)
})
