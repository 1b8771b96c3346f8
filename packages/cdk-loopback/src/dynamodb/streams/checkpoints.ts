import type { Database } from '../database.ts'

/** How far each reader of a stream has come. Survives a restart. */
export type Checkpoints = {
  /** Returns the checkpoint of each of a reader's lanes. A new reader starts at `start`. */
  open(reader: string, tableId: number, lanes: number, start: number): number[]
  move(reader: string, lane: number, sequence: number): void
  /** Returns the sequence up to which all readers of a table have handled its changes. */
  lowest(tableId: number): number
  /** Removes all other readers. */
  retain(readers: readonly string[]): void
}

export function openCheckpoints({ statement, transaction }: Database): Checkpoints {
  const lowest = statement('SELECT min(sequence) AS sequence FROM checkpoints WHERE table_id = ?')
  const move = statement('UPDATE checkpoints SET sequence = ? WHERE reader = ? AND lane = ?')
  return {
    open: (reader, tableId, lanes, start) =>
      transaction(() => {
        const rows = statement('SELECT * FROM checkpoints WHERE reader = ? ORDER BY lane').all(reader)
        const sequences = rows.map(({ sequence }) => Number(sequence))
        const fits = rows.length === lanes && rows.every((row) => row.table_id === tableId)
        if (fits) return sequences
        // Each lane handles other items than before, so all of them start where the slowest one was.
        const first = rows.some((row) => row.table_id === tableId) ? Math.min(...sequences) : start
        statement('DELETE FROM checkpoints WHERE reader = ?').run(reader)
        const insert = statement('INSERT INTO checkpoints (reader, lane, table_id, sequence) VALUES (?, ?, ?, ?)')
        for (let lane = 0; lane < lanes; lane++) insert.run(reader, lane, tableId, first)
        return Array.from({ length: lanes }, () => first)
      }),
    move: (reader, lane, sequence) => void move.run(sequence, reader, lane),
    lowest: (tableId) => Number(lowest.get(tableId)?.sequence ?? Number.MAX_SAFE_INTEGER),
    retain: (readers) => {
      const stored = statement('SELECT DISTINCT reader FROM checkpoints')
        .all()
        .map(({ reader }) => String(reader))
      for (const reader of stored) {
        if (!readers.includes(reader)) statement('DELETE FROM checkpoints WHERE reader = ?').run(reader)
      }
    },
  }
}
