import { expect, test } from 'vitest'
import { waitUntilIdle } from '../src/pending-work.ts'

test('idle waits until no work is left', async () => {
  const work = [['queue a'], ['function B'], []]
  await waitUntilIdle(() => work.shift() ?? [], 1_000)
  expect(work).toEqual([])
})

test('after the timeout, the error names the pending work', async () => {
  await expect(waitUntilIdle(() => ['queue a', 'function B'], 1)).rejects.toThrow(
    'Still busy after 1 ms: queue a, function B',
  )
})

test('idle looks no further than the first work that is pending', async () => {
  const seen: string[] = []
  function* findWork() {
    const busy = seen.length === 0
    seen.push('memory')
    if (busy) yield 'function B'
    seen.push('database')
  }
  await waitUntilIdle(findWork, 1_000)
  expect(seen).toEqual(['memory', 'memory', 'database'])
})
