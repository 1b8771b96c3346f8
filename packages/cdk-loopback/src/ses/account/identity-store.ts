import type { Sqlite } from '../../host/sqlite.ts'
import { type Identity, identityName } from './identity.ts'

/** The identities of the account. All are verified: locally, there is no DNS and no mailbox to verify them with. */
export type IdentityStore = {
  /** In the order of names. */
  list(): readonly Identity[]
  get(name: string): Identity | undefined
  /** Replaces an existing identity of that name. */
  put(identity: Identity): void
  remove(name: string): void
}

export const identitySchema = `
  CREATE TABLE IF NOT EXISTS identities (
    name TEXT PRIMARY KEY, configurationSet TEXT, declared INTEGER NOT NULL
  ) STRICT;`

/** @param declared The identities of the configuration. They replace those of the last start; the operator's own stay. */
export function openIdentities(database: Sqlite, declared: readonly Identity[]): IdentityStore {
  const insert = database.statement(`
    INSERT INTO identities VALUES (:name, :configurationSet, :declared)
    ON CONFLICT (name) DO UPDATE SET configurationSet = excluded.configurationSet`)
  const put = ({ name, configurationSet = null }: NullableIdentity, isDeclared: boolean) =>
    void insert.run({ name: identityName(name), configurationSet, declared: Number(isDeclared) })
  database.transaction(() => {
    database.statement('DELETE FROM identities WHERE declared = 1').run()
    for (const identity of declared) put(identity, true)
  })
  const select = database.statement('SELECT name, configurationSet FROM identities WHERE name = ?')
  return {
    list: () => database.statement('SELECT name, configurationSet FROM identities ORDER BY name').all().map(readRow),
    get: (name) => {
      const row = select.get(identityName(name))
      return row && readRow(row)
    },
    put: (identity) => put(identity, false),
    remove: (name) => void database.statement('DELETE FROM identities WHERE name = ?').run(identityName(name)),
  }
}

type NullableIdentity = { readonly name: string; readonly configurationSet?: string | null | undefined }

function readRow({ name, configurationSet }: Readonly<Record<string, unknown>>): Identity {
  return { name: String(name), ...(configurationSet !== null && { configurationSet: String(configurationSet) }) }
}
