import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../database.ts'
import { keyNames, type Table } from '../tables/table.ts'
import { type Item, pickAttributes } from '../values/attribute-value.ts'
import { valuesEqual } from '../values/compare-values.ts'
import { itemSize } from '../values/item-size.ts'

/** A change of one item, as the stream of its table contains it. */
export type Change = {
  /** Grows by one with each change of the table; by more after a restart. */
  readonly sequence: number
  readonly name: 'INSERT' | 'MODIFY' | 'REMOVE'
  /** Milliseconds since 1970. */
  readonly time: number
  /** Whether the item was deleted because its time to live had passed. */
  readonly expired: boolean
  /** Bytes. */
  readonly size: number
  readonly keys: Item
  readonly old: Item | undefined
  readonly new: Item | undefined
}

/** The changes of all tables that have a stream. */
export type ChangeLog = {
  /** Starts or ends a table's stream. Call it in the transaction that changes the table. */
  create(tableId: number): void
  remove(tableId: number): void
  /** Adds a change. Call it in the transaction of the change, so that neither exists without the other. */
  add(table: Table, before: Item | undefined, after: Item | undefined, expired?: boolean): void
  /** Lists the changes of a table after a sequence, oldest first. */
  list(tableId: number, after: number, limit: number): readonly Change[]
  /** Returns whether a table has changed after a sequence. */
  hasAfter(tableId: number, sequence: number): boolean
  /** Returns the sequence before the oldest stored change of a table. */
  horizon(tableId: number): number
  /** Returns the last sequence of a table. */
  latest(tableId: number): number
  /** Deletes old changes that every reader has handled. */
  trim(tableId: number): void
  /** Calls the listener after transactions with changes. Returns a function that removes the listener. */
  onChanges(listener: () => void): () => void
}

/** Milliseconds for which a stream keeps a change, as in AWS. */
export const retention = 24 * 60 * 60_000
/** A stream keeps at most this many changes that all of its readers have handled. */
const maxHandled = 10_000
/** After this number of changes, some old ones are deleted, so that a long series of writes does not fill the disk. */
const trimAfter = 1_000
/** Changes deleted in one transaction. More than are added in between. */
const trimmedAtOnce = 2 * trimAfter

/** @param lowestCheckpoint returns the sequence up to which all readers of a table have handled its changes */
export function openChangeLog(
  { statement, transaction, afterCommit }: Database,
  now: () => Date,
  lowestCheckpoint: (tableId: number) => number,
): ChangeLog {
  const listeners = new Set<() => void>()
  const announce = () => {
    for (const listener of listeners) listener()
  }
  const sequences = new Map<number, number>()
  const latest = (tableId: number) => {
    const last = sequences.get(tableId) ?? firstSequence(statement, tableId)
    sequences.set(tableId, last)
    return last
  }
  const horizon = (tableId: number) =>
    Number(
      statement(`SELECT min(sequence) AS sequence FROM ${logOf(tableId)}`).get()?.sequence ?? latest(tableId) + 1,
    ) - 1
  /** Deletes the oldest changes that are handled, too many, or too old if `oldest` is a time. Returns their number. */
  const trimOnce = (tableId: number, oldest: number): number => {
    const [handled, excess] = [lowestCheckpoint(tableId), latest(tableId) - maxHandled]
    const last = Math.min(handled, horizon(tableId) + trimmedAtOnce)
    const trim = statement(`DELETE FROM ${logOf(tableId)} WHERE sequence <= ? AND (sequence <= ? OR time <= ?)`)
    return Number(trim.run(last, excess, oldest).changes)
  }
  return {
    create: (tableId) => void statement(createLog(tableId)).run(),
    remove: (tableId) => void statement(`DROP TABLE IF EXISTS ${logOf(tableId)}`).run(),
    add: (table, before, after, expired = false) => {
      if (!table.stream || isSame(before, after)) return
      const { viewType } = table.stream
      const keys = pickAttributes(after ?? before ?? {}, keyNames(table))
      const old = showsOld.has(viewType) ? before : undefined
      const current = showsNew.has(viewType) ? after : undefined
      const size = [keys, old, current].reduce((sum, item) => sum + (item ? itemSize(item) : 0), 0)
      const name = before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT'
      const texts = [JSON.stringify(keys), old ? JSON.stringify(old) : null, current ? JSON.stringify(current) : null]
      const sequence = latest(table.id) + 1
      sequences.set(table.id, sequence)
      statement(`INSERT INTO ${logOf(table.id)} VALUES (?, ?, ?, ?, ?, ?, ?, ?)`).run(
        ...[sequence, now().getTime(), name, Number(expired), size],
        ...texts,
      )
      afterCommit(announce)
      if (sequence % trimAfter === 0) trimOnce(table.id, 0)
    },
    list: (tableId, after, limit) => {
      if (after >= latest(tableId)) return [] // readers look again after each change of any table
      return statement(`SELECT * FROM ${logOf(tableId)} WHERE sequence > ? ORDER BY sequence LIMIT ?`)
        .all(after, limit)
        .map(readChange)
    },
    hasAfter: (tableId, sequence) =>
      sequence < latest(tableId) &&
      statement(`SELECT 1 FROM ${logOf(tableId)} WHERE sequence > ? LIMIT 1`).get(sequence) !== undefined,
    horizon,
    latest,
    trim: (tableId) => {
      const oldest = now().getTime() - retention
      while (transaction(() => trimOnce(tableId, oldest)) === trimmedAtOnce);
    },
    onChanges: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A log of its own for each table needs no index, which would be another page to write with each change. */
const logOf = (tableId: number) => `changes_${tableId}`

const createLog = (tableId: number) => `
  CREATE TABLE IF NOT EXISTS ${logOf(tableId)} (
    sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, name TEXT NOT NULL, expired INTEGER NOT NULL,
    size INTEGER NOT NULL, keys TEXT NOT NULL, old TEXT, new TEXT
  ) STRICT`

/** Sequences follow the last one that is stored. If none is, they start at the microseconds since 1970. */
function firstSequence(statement: Database['statement'], tableId: number): number {
  const stored = statement(`SELECT max(sequence) AS sequence FROM ${logOf(tableId)}`).get()?.sequence
  const read = statement('SELECT max(sequence) AS sequence FROM checkpoints WHERE table_id = ?').get(tableId)?.sequence
  return Math.max(Number(stored ?? Date.now() * 1000), Number(read ?? 0))
}

const showsOld = new Set(['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'])
const showsNew = new Set(['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'])

/** Returns whether a write changes nothing. DynamoDB's streams do not contain such writes. */
function isSame(before: Item | undefined, after: Item | undefined): boolean {
  if (!before || !after) return before === after
  return isDeepStrictEqual(before, after) || valuesEqual({ M: before }, { M: after })
}

function readChange(row: Record<string, unknown>): Change {
  const read = (column: unknown): Item | undefined => (typeof column === 'string' ? JSON.parse(column) : undefined)
  return {
    sequence: Number(row.sequence),
    name: row.name as Change['name'], // only `add` writes the column
    time: Number(row.time),
    expired: row.expired === 1,
    size: Number(row.size),
    keys: read(row.keys) ?? {},
    old: read(row.old),
    new: read(row.new),
  }
}
