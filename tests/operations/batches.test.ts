import { expect, test } from 'vitest'
import { inBatches } from '../../operations/batches.ts'

async function* count(to: number) {
  for (let n = 1; n <= to; n += 1) yield n
}

test.each([
  [0, []],
  [2, [[1, 2]]],
  [5, [[1, 2], [3, 4], [5]]],
])('%d items are grouped into batches, in order', async (items, batches) => {
  expect(await Array.fromAsync(inBatches(count(items), 2))).toEqual(batches)
})
