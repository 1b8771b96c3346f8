import { expect, test } from 'vitest'
import { DamagedDatabaseError } from '../../src/host/damage.ts'
import { combineStorage } from '../../src/host/storage.ts'

function combine(isFull: boolean, damages: readonly DamagedDatabaseError[]) {
  const check = (error: unknown) => String(error).includes('ENOSPC')
  const disk = { check, isFull, room: async () => {}, describe: () => 'The disk of /data is full', close: () => {} }
  return combineStorage(disk, { damages })
}
const damage = new DamagedDatabaseError('/data/s3/s3.sqlite', 'it is missing')
const readOnly = new Error('attempt to write a readonly database')

test('a disk with room and intact databases can store', async () => {
  const storage = combine(false, [])
  expect(storage.isClosed).toBe(false)
  expect(storage.check(readOnly)).toBe(false)
  expect(storage.state()).toEqual({ damaged: [] })
  await storage.room()
})

test('a full disk is described, and what waits continues', async () => {
  const storage = combine(true, [])
  expect(storage.isClosed).toBe(true)
  expect(storage.check(new Error('ENOSPC'))).toBe(true)
  expect(storage.describe()).toMatch(/^The disk of \/data is full: nothing was stored\. Free some space/)
  expect(storage.state()).toEqual({ full: 'The disk of /data is full', damaged: [] })
  await storage.room()
})

test('after damage nothing is stored, and what quotes the reason is recognized', async () => {
  const storage = combine(false, [damage])
  expect(storage.isClosed).toBe(true)
  expect(storage.check(readOnly)).toBe(true)
  expect(storage.check(`Function: ServiceUnavailable: ${storage.describe()}`)).toBe(true)
  expect(storage.check(new Error('database is locked'))).toBe(false)
  expect(storage.describe()).toContain(damage.message)
  expect(storage.state()).toEqual({ damaged: [{ file: damage.file, text: damage.summary, isLocked: false }] })
  expect(damage.summary).toBe('The database /data/s3/s3.sqlite is damaged: it is missing.')
  const waiting = await Promise.race([storage.room().then(() => 'room'), 'none'])
  expect(waiting).toBe('none')
})
