import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refresh } from '../../build/freshness.ts'

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
