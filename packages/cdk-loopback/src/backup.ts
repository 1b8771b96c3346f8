import { readFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkPages } from './host/check-database.ts'
import { openDataFolder } from './host/data-folder.ts'
import { openDatabaseFiles } from './host/database-files.ts'
import { openS3 } from './s3/s3-service.ts'
import { openSettings } from './ses/account/account-settings.ts'
import { openDatabase } from './ses/database.ts'

/**
 * Takes a snapshot of a data folder on which no stack runs, and returns the folder with it.
 * @throws {Error} if the folder is in use or damaged
 */
export function snapshotStopped(folder: string, setting: string): string {
  const { path: absolute, release } = openDataFolder(folder, setting)
  try {
    const databases = openDatabaseFiles(absolute)
    const opened = namesIn(absolute).map((name) => databases.open(path.join(absolute, name)))
    try {
      return databases.snapshot()
    } finally {
      for (const sql of opened) sql.close()
    }
  } finally {
    release()
  }
}

/**
 * Reads every page of each database of a snapshot, and removes bodies of objects that were still being written.
 * @throws {DamagedDatabaseError}
 */
export async function checkSnapshot(folder: string): Promise<void> {
  for (const name of namesIn(folder)) {
    const file = path.join(folder, name)
    const sql = new DatabaseSync(file)
    try {
      checkPages(sql, file)
    } finally {
      sql.close()
    }
  }
  await openS3({ folder: path.join(folder, 's3') }).close()
}

/** Pauses the sending of a data folder on which no stack runs, as `PutAccountSendingAttributes` does on a running one. */
export function pauseSending(folder: string): void {
  const database = openDatabase(path.join(folder, 'ses'))
  try {
    openSettings(database).sendingEnabled = false
  } finally {
    database.close()
  }
}

function namesIn(folder: string): readonly string[] {
  return readFileSync(path.join(folder, 'databases'), 'utf8')
    .split('\n')
    .filter((name) => name !== '')
}
