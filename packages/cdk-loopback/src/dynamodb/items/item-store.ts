import type { Database } from '../database.ts'
import { entryKey } from '../keys/index-entry.ts'
import { everything, type Interval } from '../keys/key-encoding.ts'
import type { Index, Table } from '../tables/table.ts'
import { attributeOf, type Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/item-size.ts'

export type StoredItem = { readonly id: number; readonly item: Item; readonly size: number }

/** Stores the items and their entries in the table's indexes. Call it in a transaction, since both change together. */
export type ItemStore = {
  get(table: Table, key: Buffer): StoredItem | undefined
  /** Stores an item. `before` is the result of `get`. */
  put(table: Table, key: Buffer, item: Item, before: StoredItem | undefined): void
  remove(table: Table, key: Buffer, before: StoredItem): void
  /** Lists items in the order of the table's or the index's keys. */
  list(table: Table, index: Index | undefined, interval: Interval, descending: boolean): Iterable<StoredItem>
  /** Lists up to `limit` items that expired between two times, in seconds since 1970, both included. */
  listExpired(table: Table, from: number, until: number, limit: number): readonly StoredItem[]
  /** Updates the expiry of every item after the table's time to live has changed. */
  resetExpiry(table: Table): void
  addIndex(table: Table, index: Index): void
  removeIndex(table: Table, index: Index): void
  removeAll(table: Table): void
  countEntries(table: Table, index: Index): number
}

export function openItemStore({ statement }: Database): ItemStore {
  const statements = prepareAll(statement)
  const addEntry = (table: Table, index: Index, key: Buffer | undefined, id: number) => {
    if (key) statements.addEntry.run(table.id, index.name, key, id)
  }
  const removeEntry = (table: Table, index: Index, key: Buffer | undefined) => {
    if (key) statements.removeEntry.run(table.id, index.name, key)
  }
  function* everyItem(table: Table) {
    for (const row of statements.listItems.iterate(table.id, everything.from, everything.to)) yield readRow(row)
  }

  return {
    get: (table, key) => {
      const row = statements.get.get(table.id, key)
      return row && readRow(row)
    },
    put: (table, key, item, before) => {
      const size = itemSize(item)
      const expires = expiryOf(table, item)
      const row = statements.put.get(table.id, key, JSON.stringify(item), size, expires)
      statements.measure.run(before ? 0 : 1, size - (before?.size ?? 0), table.id)
      for (const index of table.indexes) {
        const [from, to] = [before && entryKey(table, index, before.item), entryKey(table, index, item)]
        if (from && to && from.equals(to)) continue
        removeEntry(table, index, from)
        addEntry(table, index, to, Number(row?.id))
      }
    },
    remove: (table, key, before) => {
      statements.remove.run(table.id, key)
      statements.measure.run(-1, -before.size, table.id)
      for (const index of table.indexes) removeEntry(table, index, entryKey(table, index, before.item))
    },
    *list(table, index, { from, to }, descending) {
      const [items, entries] = descending
        ? [statements.listItemsDown, statements.listEntriesDown]
        : [statements.listItems, statements.listEntries]
      const rows = index ? entries.iterate(table.id, index.name, from, to) : items.iterate(table.id, from, to)
      for (const row of rows) yield readRow(row)
    },
    listExpired: (table, from, until, limit) => statements.listExpired.all(table.id, from, until, limit).map(readRow),
    resetExpiry: (table) => {
      for (const { id, item } of everyItem(table)) statements.setExpiry.run(expiryOf(table, item), id)
    },
    addIndex: (table, index) => {
      for (const { id, item } of everyItem(table)) addEntry(table, index, entryKey(table, index, item), id)
    },
    removeIndex: (table, index) => {
      statements.removeEntries.run(table.id, index.name)
    },
    removeAll: (table) => {
      for (const index of table.indexes) statements.removeEntries.run(table.id, index.name)
      statements.removeAll.run(table.id)
    },
    countEntries: (table, index) => Number(statements.countEntries.get(table.id, index.name)?.count),
  }
}

function prepareAll(statement: Database['statement']) {
  const items = 'SELECT id, item, size FROM items WHERE table_id = ? AND'
  const entries =
    'SELECT id, item, size FROM entries JOIN items ON id = item_id WHERE entries.table_id = ? AND index_name = ? AND'
  return {
    get: statement(`${items} key = ?`),
    put: statement(
      `INSERT INTO items (table_id, key, item, size, expires) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET item = excluded.item, size = excluded.size, expires = excluded.expires RETURNING id`,
    ),
    remove: statement('DELETE FROM items WHERE table_id = ? AND key = ?'),
    removeAll: statement('DELETE FROM items WHERE table_id = ?'),
    measure: statement('UPDATE tables SET item_count = item_count + ?, bytes = bytes + ? WHERE id = ?'),
    listItems: statement(`${items} key >= ? AND key < ? ORDER BY key`),
    listItemsDown: statement(`${items} key >= ? AND key < ? ORDER BY key DESC`),
    listExpired: statement(`${items} expires >= ? AND expires <= ? ORDER BY expires LIMIT ?`),
    setExpiry: statement('UPDATE items SET expires = ? WHERE id = ?'),
    addEntry: statement('INSERT INTO entries (table_id, index_name, key, item_id) VALUES (?, ?, ?, ?)'),
    removeEntry: statement('DELETE FROM entries WHERE table_id = ? AND index_name = ? AND key = ?'),
    removeEntries: statement('DELETE FROM entries WHERE table_id = ? AND index_name = ?'),
    listEntries: statement(`${entries} entries.key >= ? AND entries.key < ? ORDER BY entries.key`),
    listEntriesDown: statement(`${entries} entries.key >= ? AND entries.key < ? ORDER BY entries.key DESC`),
    countEntries: statement('SELECT COUNT(*) AS count FROM entries WHERE table_id = ? AND index_name = ?'),
  }
}

function readRow(row: Record<string, unknown>): StoredItem {
  return { id: Number(row.id), item: JSON.parse(String(row.item)), size: Number(row.size) }
}

/** Returns the second at which an item expires; null if the attribute is not a number. */
function expiryOf(table: Table, item: Item): number | null {
  const value = table.timeToLive === undefined ? undefined : attributeOf(item, table.timeToLive)
  if (!value || !('N' in value)) return null
  const seconds = Math.floor(Number(value.N))
  return Number.isSafeInteger(seconds) ? seconds : null
}
