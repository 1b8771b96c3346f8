import type { Database } from '../database.ts'
import { resourceInUse, resourceNotFound } from '../protocol/dynamodb-error.ts'
import type { Table, TableDefinition } from './table.ts'

export type TableStore = {
  find(name: string): Table | undefined
  /** @throws {AwsError} ResourceNotFoundException */
  get(name: string): Table
  /** Lists the tables by name. */
  list(): readonly Table[]
  /** @throws {AwsError} ResourceInUseException */
  add(definition: TableDefinition): Table
  change(table: Table): void
  /** Removes the table, but not its items. */
  remove(table: Table): void
  /** Returns the number of a table's items, and their size in bytes. */
  measure(table: Table): { readonly items: number; readonly bytes: number }
}

/** Opens the store of tables. Also keeps them in memory, because every request needs one. */
export function openTableStore({ statement }: Database): TableStore {
  const tables = new Map<string, Table>()
  for (const { id, definition } of statement('SELECT id, definition FROM tables').all()) {
    const table: Table = { ...JSON.parse(String(definition)), id: Number(id) }
    tables.set(table.name, table)
  }
  return {
    find: (name) => tables.get(name),
    get: (name) => {
      const table = tables.get(name)
      if (!table) throw resourceNotFound('Requested resource not found')
      return table
    },
    list: () => [...tables.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    add: (definition) => {
      if (tables.has(definition.name)) throw resourceInUse(`Table already exists: ${definition.name}`)
      const insert = statement('INSERT INTO tables (name, definition) VALUES (?, ?)')
      const { lastInsertRowid } = insert.run(definition.name, JSON.stringify(definition))
      const table = { ...definition, id: Number(lastInsertRowid) }
      tables.set(table.name, table)
      return table
    },
    change: (table) => {
      statement('UPDATE tables SET definition = ? WHERE id = ?').run(JSON.stringify(table), table.id)
      tables.set(table.name, table)
    },
    remove: (table) => {
      statement('DELETE FROM tables WHERE id = ?').run(table.id)
      tables.delete(table.name)
    },
    measure: (table) => {
      const row = statement('SELECT item_count, bytes FROM tables WHERE id = ?').get(table.id)
      return { items: Number(row?.item_count), bytes: Number(row?.bytes) }
    },
  }
}
