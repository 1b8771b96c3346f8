import type { Sqlite } from '../../host/sqlite.ts'

export type AccountSettings = {
  /** Whether the account may send. An operator can pause it. */
  sendingEnabled: boolean
  /** The rule set for received mails. Without one, SES receives none. */
  activeRuleSet: string | undefined
}

export const settingsSchema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`

/** Opens the settings of the account. A new value is stored immediately. */
export function openSettings(database: Sqlite): AccountSettings {
  const select = database.statement('SELECT value FROM settings WHERE name = ?')
  const upsert = database.statement('INSERT OR REPLACE INTO settings VALUES (?, ?)')
  const remove = database.statement('DELETE FROM settings WHERE name = ?')
  return {
    get sendingEnabled() {
      return select.get('sendingEnabled')?.value !== 'false'
    },
    set sendingEnabled(enabled) {
      upsert.run('sendingEnabled', String(enabled))
    },
    get activeRuleSet() {
      const value = select.get('activeRuleSet')?.value
      return typeof value === 'string' ? value : undefined
    },
    set activeRuleSet(name) {
      if (name === undefined) remove.run('activeRuleSet')
      else upsert.run('activeRuleSet', name)
    },
  }
}
