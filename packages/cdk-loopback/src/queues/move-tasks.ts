import { randomUUID } from 'node:crypto'
import type { SQLOutputValue } from 'node:sqlite'
import type { Database } from './database.ts'

type MoveStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED'

/** A task that moves the messages of a dead-letter queue. */
export type MoveTask = {
  readonly id: string
  /** ARN of the dead-letter queue. */
  readonly source: string
  /** ARN of a queue; without one, each message goes back to the queue in which it failed. */
  readonly destination: string | undefined
  /** Maximum number of messages moved in a second. */
  readonly rate: number | undefined
  readonly status: MoveStatus
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly moved: number
  /** Number of messages that the queue had when the task started. */
  readonly toMove: number
  readonly failure: string | undefined
}

export type NewMoveTask = Pick<MoveTask, 'source' | 'destination' | 'rate' | 'startedAt' | 'toMove'>

/** The move tasks, which survive a restart. SQS lists only the last ten of a queue, so no others are kept. */
export type MoveTasks = {
  add(task: NewMoveTask): MoveTask
  get(id: string): MoveTask | undefined
  /** Lists the tasks of a dead-letter queue, the newest first. */
  list(source: string): readonly MoveTask[]
  listRunning(): readonly MoveTask[]
  countMoved(id: string, messages: number): void
  end(id: string, status: MoveStatus, failure?: string): void
}

const retained = 10

export function openMoveTasks({ statement, transaction }: Database): MoveTasks {
  const get = (id: string) => {
    const row = statement('SELECT * FROM move_tasks WHERE id = ?').get(id)
    return row && readTask(row)
  }
  const list = (source: string) =>
    statement('SELECT * FROM move_tasks WHERE source = ? ORDER BY number DESC').all(source).map(readTask)
  return {
    get,
    list,
    add: (task) =>
      transaction(() => {
        const added: MoveTask = { ...task, id: randomUUID(), status: 'RUNNING', moved: 0, failure: undefined }
        const { id, source, destination = null, rate = null, status, startedAt, toMove } = added
        statement(`
          INSERT INTO move_tasks (id, source, destination, rate, status, started_at, moved, to_move)
          VALUES (?, ?, ?, ?, ?, ?, 0, ?)`).run(id, source, destination, rate, status, startedAt, toMove)
        const old = list(source).slice(retained)
        for (const each of old) statement('DELETE FROM move_tasks WHERE id = ?').run(each.id)
        return added
      }),
    listRunning: () => statement("SELECT * FROM move_tasks WHERE status = 'RUNNING'").all().map(readTask),
    countMoved: (id, messages) =>
      void statement('UPDATE move_tasks SET moved = moved + ? WHERE id = ?').run(messages, id),
    end: (id, status, failure) =>
      void statement('UPDATE move_tasks SET status = ?, failure = ? WHERE id = ?').run(status, failure ?? null, id),
  }
}

function readTask(row: Record<string, SQLOutputValue>): MoveTask {
  return {
    id: String(row.id),
    source: String(row.source),
    destination: row.destination === null ? undefined : String(row.destination),
    rate: row.rate === null ? undefined : Number(row.rate),
    status: row.status as MoveStatus, // only this module writes the column
    startedAt: Number(row.started_at),
    moved: Number(row.moved),
    toMove: Number(row.to_move),
    failure: row.failure === null ? undefined : String(row.failure),
  }
}
