import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fillReserve, useReserve } from '../../src/host/reserve.ts'

const megabyte = 1024 ** 2

test.each([
  [100, 512 * 1024],
  [2, 256 * 1024],
])('a disk of %d MB gets a reserve of %d bytes, which a start may use when the disk is full', (megabytes, size) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reserve-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const read = () => statSync(path.join(folder, 'reserve'), { throwIfNoEntry: false })?.size
  const total = megabytes * megabyte
  fillReserve(folder, { free: 2 * size - 1, total })
  expect(read()).toBeUndefined()
  fillReserve(folder, { free: 2 * size, total })
  useReserve(folder, { free: size, total })
  expect(read()).toBe(size)
  useReserve(folder, { free: size - 1, total })
  expect(read()).toBeUndefined()
})
