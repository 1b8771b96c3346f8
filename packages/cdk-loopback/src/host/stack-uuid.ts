import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Returns the UUID of the stacks in a data folder, and creates it the first time. As on AWS, programs may derive secrets
 * from it, so only the folder's owner can read the file.
 */
export function keepStackUuid(folder: string): string {
  const file = path.join(folder, 'stack-uuid')
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomUUID()}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return readFileSync(file, 'utf8').trim()
}
