import { randomBytes } from 'node:crypto'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { megabyte, readDiskSpace } from './disk-space.ts'

/** Bytes. A start writes less than 512 KB; a small disk gets a smaller reserve. */
const sizeOn = (total: number) => Math.floor(Math.min(megabyte / 2, total / 8))

const fileIn = (folder: string) => path.join(folder, 'reserve')

/** Frees the reserve if the disk has less room than a start needs, so that a stack can be started on a full disk. */
export function useReserve(folder: string, { free, total } = readDiskSpace(folder)): void {
  if (free < sizeOn(total)) freeReserve(folder)
}

export function freeReserve(folder: string): void {
  rmSync(fileIn(folder), { force: true })
}

/** Sets room aside for the next start, unless there is little left or a reserve already. */
export function fillReserve(folder: string, { free, total } = readDiskSpace(folder)): void {
  try {
    const size = sizeOn(total)
    if (free < 2 * size || statSync(fileIn(folder), { throwIfNoEntry: false })?.size === size) return
    writeFileSync(fileIn(folder), randomBytes(size), { mode: 0o600 }) // a file system may compress zeros
  } catch {
    freeReserve(folder) // there is no room after all
  }
}
