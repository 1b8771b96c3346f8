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
