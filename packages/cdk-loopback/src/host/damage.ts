/** The error for a database that cannot be used, or whose data is gone. The message says what to do. */
export class DamagedDatabaseError extends Error {
  /** Absolute path of the database. */
  readonly file: string

  /** @param reason completes the sentence "The database F is damaged: …" */
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`The database ${file} is damaged: ${reason}. Restore a backup of the data folder.`, options)
    this.name = 'DamagedDatabaseError'
    this.file = file
  }
}

/** Recognizes SQLite's error for a file that is not a database, or of which a part has no meaning. */
export function meansDamage(error: unknown): boolean {
  return /database disk image is malformed|file is not a database/.test(String(error))
}
