import type { DamagedDatabaseError } from './damage.ts'
import type { Disk } from './disk.ts'

/** Whether a stack can store anything. It cannot while its disk is full, nor once a database is damaged. */
export type Storage = {
  /** Returns whether an error means that nothing can be stored. A full disk counts as full until it has room again. */
  check(error: unknown): boolean
  /** Whether nothing can be stored. Meanwhile, work waits that could only fail. */
  readonly isClosed: boolean
  /** Resolves when something can be stored: immediately if it can be now, and never after damage. */
  room(): Promise<void>
  /** Says why nothing can be stored, and what to do. */
  describe(): string
  state(): StorageState
}

/** What keeps a stack from storing anything, in words. */
export type StorageState = {
  readonly full?: string
  readonly damaged: readonly {
    /** Absolute path of the database. */
    readonly file: string
    /** Says what is wrong, without what to do. */
    readonly text: string
    /** Whether the data may be intact, but this user may not read and write it. */
    readonly isLocked: boolean
  }[]
}

export function combineStorage(disk: Disk, databases: { readonly damages: readonly DamagedDatabaseError[] }): Storage {
  const isDamaged = () => databases.damages.length > 0
  return {
    check: (error) => disk.check(error) || (isDamaged() && meansReadOnly(error)),
    get isClosed() {
      return disk.isFull || isDamaged()
    },
    room: () => (isDamaged() ? new Promise(() => {}) : disk.room()),
    describe: () => {
      const [damage] = databases.damages
      if (damage) return `${damage.message} Until then, ${onlyRead}: nothing was stored.`
      return `${disk.describe()}: nothing was stored. Free some space, then repeat what failed. What waits continues by itself.`
    },
    state: () => ({
      ...(disk.isFull && { full: disk.describe() }),
      damaged: databases.damages.map(({ file, summary, isLocked }) => ({ file, text: summary, isLocked })),
    }),
  }
}

const onlyRead = 'everything else can only be read'

/** Recognizes SQLite's error for a database that was sealed, and a line that quotes what a service then answers. */
function meansReadOnly(error: unknown): boolean {
  const text = String(error)
  return /attempt to write a readonly database/.test(text) || text.includes(onlyRead)
}
