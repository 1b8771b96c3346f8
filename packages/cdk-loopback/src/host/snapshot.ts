import { randomUUID } from 'node:crypto'
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

const folderOf = (folder: string) => path.join(folder, 'snapshots')

/** What belongs to a run, or can be made again. */
const leftOut =
  /^(?:snapshots|compile-cache|reserve|disk-probe|pid|stack\.json|lock\.db.*)$|\.new$|\.part$|-(?:wal|shm|journal)$/

/**
 * Copies a data folder to a new folder below it, and returns that folder. Never awaits, so the copy is what a crash at this moment
 * would leave. Files are linked, because files of a data folder are only replaced and never changed.
 * @param databases those that are open, by their path in the folder
 */
export function takeSnapshot(folder: string, databases: ReadonlyMap<string, DatabaseSync>): string {
  const target = path.join(folderOf(folder), randomUUID())
  mkdirSync(target, { recursive: true, mode: 0o700 })
  try {
    linkAll(folder, target, '', databases)
    for (const [name, sql] of databases) {
      mkdirSync(path.dirname(path.join(target, name)), { recursive: true })
      sql.prepare('VACUUM INTO ?').run(path.join(target, name))
    }
    return target
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    throw error
  }
}

/** Removes snapshots that nobody uses any more. */
export function removeSnapshots(folder: string): void {
  rmSync(folderOf(folder), { recursive: true, force: true })
}

function linkAll(from: string, to: string, place: string, databases: ReadonlyMap<string, unknown>): void {
  for (const entry of readdirSync(path.join(from, place))) {
    const name = path.join(place, entry)
    if (leftOut.test(entry) || databases.has(name)) continue
    if (statSync(path.join(from, name)).isDirectory()) {
      mkdirSync(path.join(to, name), { mode: 0o700 })
      linkAll(from, to, name, databases)
    } else linkOrCopy(path.join(from, name), path.join(to, name))
  }
}

/** Not every file system has links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
