import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeLockError, refresh } from '../../build/freshness.ts'

let folder: string
let count: number
const work = async () => void count++
const refreshFolder = (each: () => Promise<void> = work) =>
  refresh(path.join(folder, 'mark'), [path.join(folder, 'source')], each)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'freshness-'))
  writeFileSync(path.join(folder, 'source'), 'first')
  count = 0
})

afterEach(() => rmSync(folder, { recursive: true }))

test('work is done once for the same sources, and again for changed ones', async () => {
  const first = await refreshFolder()
  expect(await refreshFolder()).toBe(first)
  expect(count).toBe(1)
  writeFileSync(path.join(folder, 'source'), 'second')
  expect(await refreshFolder()).not.toBe(first)
  expect(count).toBe(2)
})

test('concurrent calls with the same sources do the work once', async () => {
  await Promise.all([refreshFolder(), refreshFolder()])
  expect(count).toBe(1)
})

test('work that failed is done again', async () => {
  await expect(refreshFolder(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await refreshFolder()
  expect(count).toBe(1)
})

test('work that stopped halfway is done again, even if the sources are those of the last complete work', async () => {
  await refreshFolder()
  writeFileSync(path.join(folder, 'source'), 'second')
  await expect(refreshFolder(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  writeFileSync(path.join(folder, 'source'), 'first')
  await refreshFolder()
  expect(count).toBe(2)
})

test('a read-only installation is explained', () => {
  const open = () => {
    try {
      return new DatabaseSync(path.join(folder, 'source', 'lock.db')) // the source is a file
    } catch (error) {
      return error
    }
  }
  expect(String(describeLockError(open(), '/srv/dist'))).toMatch(/cannot write to \/srv\/dist\. .*npm start/)
  expect(String(describeLockError(Object.assign(new Error('x'), { code: 'EROFS' }), '/srv/dist'))).toMatch(
    /cannot write/,
  )
  const other = new Error('no space')
  expect(describeLockError(other, '/srv/dist')).toBe(other)
})
