import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/** Bytes after which a log file is set aside as `.1`, in place of the one before. */
const rotateAt = 5_000_000

/** Appends lines to a file, so that they are there even after a crash. Keeps the last 5 to 10 MB. */
export function openLogFile(file: string): (line: string) => void {
  mkdirSync(path.dirname(file), { recursive: true })
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    if (size > rotateAt) {
      renameSync(file, `${file}.1`)
      size = 0
    }
    appendFileSync(file, `${line}\n`)
    size += Buffer.byteLength(line) + 1
  }
}
