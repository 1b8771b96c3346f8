import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchDisk } from '../../src/host/disk.ts'

function watch(interval: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'disk-'))
  const log: string[] = []
  let relieved = 0
  const relieve = () => void relieved++
  const disk = watchDisk({ folder, interval, relieve, log: (line) => void log.push(line) })
  onTestFinished(() => {
    disk.close()
    rmSync(folder, { recursive: true })
  })
  return {
    ...{ disk, log, folder },
    get relieved() {
      return relieved
    },
  }
}

test.each([
  [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), true],
  [new Error('EDQUOT: disk quota exceeded, write'), true],
  [new Error('database or disk is full'), true],
  ['Function: ServiceUnavailable: The disk of /srv/data is full (0 KB free): nothing was stored.', true],
  [new Error('EACCES: permission denied'), false],
  ['The bucket is full of articles', false],
])('"%s" means that the disk is full: %s', (error, expected) => {
  const { disk } = watch(60_000)
  expect(disk.check(error)).toBe(expected)
  expect(disk.isFull).toBe(expected)
})

test('a full disk is reported once, and work continues when it has room', async () => {
  const watched = watch(1)
  const { disk, log, folder } = watched
  await disk.room()
  for (let calls = 0; calls < 3; calls++) disk.check(new Error('ENOSPC'))
  expect(disk.isFull).toBe(true)
  await disk.room() // the disk of the tests has room, which the first look finds
  expect(disk.isFull).toBe(false)
  expect(log).toEqual([
    expect.stringMatching(/^The disk of \S+ is full \(\d+ [KM]B free\): nothing can be stored/),
    expect.stringMatching(/^The disk of \S+ has room again \(\d+ [KM]B free\)/),
  ])
  expect(readdirSync(folder)).not.toContain('disk-probe')
  expect(watched.relieved).toBeGreaterThan(0)
})

test('what waits for room ends when the stack closes', async () => {
  const { disk } = watch(60_000)
  disk.check(new Error('ENOSPC'))
  const waiting = disk.room()
  disk.close()
  await expect(waiting).resolves.toBeUndefined()
})
