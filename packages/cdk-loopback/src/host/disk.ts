import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { formatBytes, megabyte, readDiskSpace } from './disk-space.ts'
import { fillReserve, freeReserve } from './reserve.ts'

/** The disk of a data folder. While it is full, work waits that could only fail. */
export type Disk = {
  /** Returns whether an error means that the disk is full. If so, the disk counts as full until it has room again. */
  check(error: unknown): boolean
  readonly isFull: boolean
  /** Resolves when the disk has room: immediately if it is not full. */
  room(): Promise<void>
  /** Says which disk is full, and how much room is left. */
  describe(): string
  close(): void
}

export type DiskOptions = {
  /** The data folder. */
  readonly folder: string
  /** Frees what can be freed. Is called when the disk is full, as long as it is. Must not throw. */
  readonly relieve?: () => void
  /** Receives one line when the disk is full, and one when it has room again. */
  readonly log: (line: string) => void
  /** Milliseconds between two looks at a full disk. Default: one second. */
  readonly interval?: number
}

/** Bytes that must be free before work continues: 1 MB, or less on a small disk. */
const roomNeeded = (total: number) => Math.max(megabyte / 16, Math.min(megabyte, total / 20))

export function watchDisk({ folder, relieve = () => {}, log, interval = 1_000 }: DiskOptions): Disk {
  let full: PromiseWithResolvers<void> | undefined
  let timer: NodeJS.Timeout | undefined

  /** The databases need some room to be compacted. */
  const relieveAll = () => {
    freeReserve(folder)
    relieve()
    fillReserve(folder)
  }
  const probe = () => {
    relieveAll()
    if (!hasRoom(folder)) return
    clearInterval(timer)
    log(`The disk of ${folder} has room again (${formatBytes(readDiskSpace(folder).free)} free): everything continues.`)
    full?.resolve()
    full = undefined
  }
  const disk: Disk = {
    check: (error) => {
      if (!meansFullDisk(error)) return false
      if (full) return true
      full = Promise.withResolvers()
      log(
        `${disk.describe()}: nothing can be stored, but everything can be read. Work continues when it has room again.`,
      )
      timer = setInterval(probe, interval).unref()
      relieveAll()
      return true
    },
    get isFull() {
      return full !== undefined
    },
    room: async () => full?.promise,
    describe: () => `The disk of ${folder} is full (${formatBytes(readDiskSpace(folder).free)} free)`,
    close: () => {
      clearInterval(timer)
      full?.resolve()
    },
  }
  return disk
}

/** Recognizes the error of a file or a database, and a line that quotes one: services pass on their errors as text. */
export function meansFullDisk(error: unknown): boolean {
  return /\bENOSPC\b|\bEDQUOT\b|database or disk is full|The disk of .+ is full/.test(String(error))
}

/** Writes a file, because a quota may forbid what the file system has room for. */
function hasRoom(folder: string): boolean {
  const file = path.join(folder, 'disk-probe')
  try {
    const { free, total } = readDiskSpace(folder)
    const needed = roomNeeded(total)
    if (free < needed) return false
    writeFileSync(file, Buffer.alloc(needed), { mode: 0o600 })
    return true
  } catch {
    return false
  } finally {
    rmSync(file, { force: true })
  }
}
