import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { type OpenFile, openDatabaseFile } from './database-file.ts'

export type Sqlite = {
  /** Returns a statement, prepared at the first call with this text. */
  statement(text: string): StatementSync
  /** Commits all of `work` or, if it throws, nothing. Must not be nested. */
  transaction<Result>(work: () => Result): Result
  readonly isInTransaction: boolean
  close(): void
}

/** Opens or creates a database with a schema. */
export function openSqlite(
  folder: string,
  name: string,
  schema: string,
  openFile: OpenFile = openDatabaseFile,
): Sqlite {
  mkdirSync(folder, { recursive: true })
  const sql = openFile(path.join(folder, name))
  sql.exec(schema)
  const statements = new Map<string, StatementSync>()
  const statement = (text: string) => {
    const prepared = statements.get(text) ?? sql.prepare(text)
    statements.set(text, prepared)
    return prepared
  }
  return {
    statement,
    transaction: (work) => {
      statement('BEGIN').run()
      try {
        const result = work()
        statement('COMMIT').run()
        return result
      } catch (error) {
        if (sql.isTransaction) statement('ROLLBACK').run()
        throw error
      }
    },
    get isInTransaction() {
      return sql.isTransaction
    },
    close: () => sql.close(),
  }
}
