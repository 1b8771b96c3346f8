import type { Database } from '../queues/database.ts'

/** The state of the stack in CloudFormation. */
export type StackRecord = {
  readonly status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE'
  readonly created: Date
  readonly updated: Date | undefined
  /** Digest of what was deployed. */
  readonly fingerprint: string
}

/** Keeps the state of each stack that ran in a data folder, by its id. */
export type StackRecords = {
  find(stackId: string): StackRecord | undefined
  put(stackId: string, record: StackRecord): void
}

const table = `
  CREATE TABLE IF NOT EXISTS stacks (
    stack_id TEXT PRIMARY KEY, status TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER, fingerprint TEXT NOT NULL
  ) STRICT`

export function openStackRecords(database: Database): StackRecords {
  database.statement(table).run()
  return {
    find: (stackId) => {
      const row = database.statement('SELECT * FROM stacks WHERE stack_id = ?').get(stackId)
      if (!row) return undefined
      return {
        status: row.updated === null ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
        created: new Date(Number(row.created)),
        updated: row.updated === null ? undefined : new Date(Number(row.updated)),
        fingerprint: String(row.fingerprint),
      }
    },
    put: (stackId, { status, created, updated, fingerprint }) =>
      void database
        .statement('INSERT OR REPLACE INTO stacks VALUES (?, ?, ?, ?, ?)')
        .run(stackId, status, created.getTime(), updated?.getTime() ?? null, fingerprint),
  }
}
