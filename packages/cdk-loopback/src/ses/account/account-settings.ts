import type { Sqlite } from '../../host/sqlite.ts'

export type AccountSettings = {
  /** Whether the account may send. An operator can pause it. */
  sendingEnabled: boolean
}

export const settingsSchema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`

/** Opens the settings of the account. A new value is stored immediately. */
export function openSettings(database: Sqlite): AccountSettings {
  const select = database.statement("SELECT value FROM settings WHERE name = 'sendingEnabled'")
  const upsert = database.statement("INSERT OR REPLACE INTO settings VALUES ('sendingEnabled', ?)")
  return {
    get sendingEnabled() {
      return select.get()?.value !== 'false'
    },
    set sendingEnabled(enabled) {
      upsert.run(String(enabled))
    },
  }
}
