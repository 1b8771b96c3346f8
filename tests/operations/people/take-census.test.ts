import { expect, test } from 'vitest'
import type { CensusRow } from '../../../core/monitoring/growth.ts'
import { censusTaker } from '../../../operations/people/take-census.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'

const page: readonly CensusRow[] = [{ subscriber: sampleSubscriber({ state: 'confirmed' }) }]

test('a census is taken in the background, kept, and taken again when it is old', async () => {
  let readings = 0
  let now = new Date('2026-03-02T00:00:00Z')
  const taker = censusTaker(
    {
      async *readCensusRows() {
        readings += 1
        yield page
        yield page
      },
    },
    () => now,
  )
  expect(taker.latest().taken).toBeUndefined()
  await expect.poll(() => taker.latest().taken?.census.states.confirmed).toBe(2)
  expect(readings).toBe(1)
  now = new Date('2026-03-02T00:11:00Z')
  expect(taker.latest().taken?.census.states.confirmed).toBe(2)
  await expect.poll(() => taker.latest().taken?.at).toEqual(now)
  expect(readings).toBe(2)
})

test('a census that fails says so, and is started again on request', async () => {
  let fails = true
  const taker = censusTaker({
    async *readCensusRows() {
      if (fails) throw new Error('The table is away.')
      yield page
    },
  })
  taker.latest()
  await expect.poll(() => taker.latest().failure).toBe('The table is away.')
  fails = false
  taker.start()
  await expect.poll(() => taker.latest().taken?.census.states.confirmed).toBe(1)
  expect(taker.latest().failure).toBeUndefined()
})
