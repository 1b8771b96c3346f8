/** The error for a database that cannot be used, or whose data is gone. The message says what to do. */
export class DamagedDatabaseError extends Error {
  /** Absolute path of the database. */
  readonly file: string
  /** Says what is wrong, without what to do. */
  readonly summary: string
  /** Whether the data may be intact, but this user may not read and write it. */
  readonly isLocked: boolean

  /** @param reason completes the sentence "The database F is damaged: …", or "The database F cannot be used: …" */
  constructor(
    file: string,
    reason: string,
    { isLocked = false, ...options }: ErrorOptions & { isLocked?: boolean } = {},
  ) {
    const [state, advice] = isLocked
      ? ['cannot be used', 'Let the user who runs the stack read and write it, then start again.']
      : ['is damaged', 'Restore a backup of the data folder.']
    const summary = `The database ${file} ${state}: ${reason}.`
    super(`${summary} ${advice}`, options)
    this.summary = summary
    this.name = 'DamagedDatabaseError'
    this.file = file
    this.isLocked = isLocked
  }
}

/** Recognizes SQLite's error for a file that is not a database, or of which a part has no meaning. */
export function meansDamage(error: unknown): boolean {
  return /database disk image is malformed|file is not a database/.test(String(error))
}
