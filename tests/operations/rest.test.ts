import { expect, test } from 'vitest'
import { restAfterwards } from '../../operations/rest.ts'

test('a rest is three times as long as the work before it, without the rest before that', async () => {
  let time = 1_000
  const rests: number[] = []
  const rest = restAfterwards(
    () => time,
    async (milliseconds) => {
      rests.push(milliseconds)
      time += milliseconds
    },
  )
  for (const work of [20, 50]) {
    time += work
    await rest()
  }
  expect(rests).toEqual([60, 150])
})
