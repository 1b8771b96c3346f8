import { expect, test } from 'vitest'
import { rememberFor } from '../../../console/today/remember.ts'

test('a value is loaded once while it is young, and a failure is tried again', async () => {
  let time = 0
  const loads: string[] = []
  const read = rememberFor(
    100,
    async (key) => {
      loads.push(key)
      if (loads.length === 1) throw new Error('not yet')
      return `${key} ${loads.length}`
    },
    () => time,
  )
  await expect(read('a')).rejects.toThrow('not yet')
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual(['a 2', 'a 2', 'b 3'])
  time = 100
  expect(await read('a')).toBe('a 4')
})

test('a value that took long is kept for ten times as long', async () => {
  let time = 0
  let loads = 0
  const read = rememberFor(
    100,
    async () => {
      loads += 1
      time += 50
      return loads
    },
    () => time,
  )
  await read('a')
  time = 549
  expect(await read('a')).toBe(1)
  time = 550
  expect(await read('a')).toBe(2)
})
