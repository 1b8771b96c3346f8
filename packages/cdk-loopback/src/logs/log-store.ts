import type { OpenFile } from '../host/database-file.ts'
import { openSqlite } from '../host/sqlite.ts'
import { cutMessage, type LogEvent, type LogPosition, type NewLogEvent } from './log-event.ts'

/** The log events of a stack, in a database of bounded size. */
export type LogStore = {
  /** Adds an event soon, together with others. Never throws: an event that cannot be stored is lost and reported. */
  add(event: NewLogEvent): void
  /** Adds an event now. @throws {Error} if it cannot be stored */
  put(event: NewLogEvent): void
  /** Lists events of a group between two times, both included, after a position in the direction of the list. */
  list(group: string, range: LogRange): readonly LogEvent[]
  /** Lists the names of the groups that have events. */
  groups(): readonly string[]
  streams(group: string): readonly LogStream[]
  /** Returns the bytes of a group's messages. */
  bytes(group: string): number
  /** Deletes the events of a group before a time. */
  expire(group: string, before: number): void
  close(): void
}

export type LogRange = {
  readonly from: number
  readonly to: number
  readonly stream?: string | undefined
  readonly backwards: boolean
  readonly after: LogPosition | undefined
  readonly limit: number
}

/** The times of a stream are milliseconds since 1970. */
export type LogStream = {
  readonly name: string
  readonly created: number
  readonly first: number
  readonly last: number
  readonly lastIngested: number
}

export type LogStoreOptions = {
  readonly folder: string
  readonly openFile?: OpenFile
  readonly now: () => Date
  readonly log: (line: string) => void
  /** Bytes of the database. Default: 20 MB. */
  readonly maximumSize?: number
}

/** The events of a group are together, in the order in which they are read and expire. */
const schema = `
  CREATE TABLE IF NOT EXISTS log_events (
    log_group TEXT NOT NULL, at INTEGER NOT NULL, id INTEGER NOT NULL, stream TEXT NOT NULL,
    ingested_at INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (log_group, at, id)
  ) STRICT, WITHOUT ROWID
`
const insertion = 'INSERT INTO log_events (log_group, at, id, stream, ingested_at, message) VALUES (?, ?, ?, ?, ?, ?)'
const usedPages =
  'SELECT (SELECT page_count FROM pragma_page_count()) - freelist_count AS pages FROM pragma_freelist_count()'
const largestGroup = `
  SELECT log_group, count(*) AS events FROM log_events GROUP BY log_group
  ORDER BY sum(length(message)) + 100 * count(*) DESC LIMIT 1`
const distinctGroups = `
  WITH RECURSIVE names (log_group) AS (
    SELECT min(log_group) FROM log_events
    UNION ALL SELECT (SELECT min(log_group) FROM log_events WHERE log_group > names.log_group)
    FROM names WHERE names.log_group IS NOT NULL
  ) SELECT log_group FROM names WHERE log_group IS NOT NULL`
const deletion = `
  DELETE FROM log_events WHERE log_group = ?1 AND (at, id) <= (
    SELECT at, id FROM log_events WHERE log_group = ?1 ORDER BY at, id LIMIT 1 OFFSET ?2
  )`

/** Milliseconds that added events wait for others. */
const writeDelay = 100
/** Events that wait at most. More are lost while the database cannot be written. */
const longestQueue = 5_000
const pageSize = 4_096

export function openLogStore(options: LogStoreOptions): LogStore {
  const { folder, now, log, maximumSize = 20_000_000 } = options
  const sql = openSqlite(folder, 'logs.sqlite', schema, options.openFile)
  let waiting: NewLogEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let failure = ''
  // Ids start at the microseconds since 1970, so that those of an earlier run are smaller.
  let lastId = Date.now() * 1000
  const nextId = () => {
    lastId += 1
    return lastId
  }

  const insert = ({ group, stream, at, message }: NewLogEvent) =>
    void sql.statement(insertion).run(group, at, nextId(), stream, now().getTime(), cutMessage(message))
  const size = () => Number(sql.statement(usedPages).get()?.pages) * pageSize
  /** Deletes the oldest events of the largest group, so that one that writes much leaves the others alone. */
  const trim = () => {
    while (size() > maximumSize) {
      const largest = sql.statement(largestGroup).get()
      if (!largest) return
      sql.statement(deletion).run(String(largest.log_group), Math.floor(Number(largest.events) / 5))
    }
  }
  const write = (events: readonly NewLogEvent[]) =>
    sql.transaction(() => {
      for (const event of events) insert(event)
      trim()
    })
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const events = waiting
    waiting = []
    if (events.length === 0) return
    try {
      write(events)
      failure = ''
    } catch (error) {
      // A full disk must not stop what writes the logs. One line is enough for all events that are lost.
      if (failure === '') log(`Log events are lost, because they cannot be stored: ${error}`)
      failure = String(error)
    }
  }

  return {
    add: (event) => {
      waiting.push(event)
      if (waiting.length >= longestQueue) flush()
      else timer ??= setTimeout(flush, writeDelay).unref()
    },
    put: (event) => {
      flush()
      write([event])
    },
    list: (group, { from, to, stream, backwards, after, limit }) => {
      flush()
      const [sign, order] = backwards ? ['<', 'DESC'] : ['>', 'ASC']
      const conditions = [
        'log_group = ? AND at >= ? AND at <= ?',
        ...(after ? [`(at, id) ${sign} (?, ?)`] : []),
        ...(stream === undefined ? [] : ['stream = ?']),
      ]
      const values = [
        group,
        from,
        to,
        ...(after ? [after.at, after.id] : []),
        ...(stream === undefined ? [] : [stream]),
      ]
      const query = `SELECT * FROM log_events WHERE ${conditions.join(' AND ')} ORDER BY at ${order}, id ${order} LIMIT ?`
      return sql
        .statement(query)
        .all(...values, limit)
        .map(readEvent)
    },
    groups: () => {
      flush()
      // A DISTINCT would read the whole index; this reads one entry for each group.
      return sql
        .statement(distinctGroups)
        .all()
        .map((row) => String(row.log_group))
    },
    streams: (group) => {
      flush()
      const query = `
        SELECT stream, min(ingested_at) AS created, min(at) AS first, max(at) AS last, max(ingested_at) AS last_ingested
        FROM log_events WHERE log_group = ? GROUP BY stream ORDER BY stream`
      return sql
        .statement(query)
        .all(group)
        .map((row) => ({
          name: String(row.stream),
          created: Number(row.created),
          first: Number(row.first),
          last: Number(row.last),
          lastIngested: Number(row.last_ingested),
        }))
    },
    bytes: (group) => {
      flush()
      const query = 'SELECT sum(length(CAST(message AS BLOB))) AS bytes FROM log_events WHERE log_group = ?'
      return Number(sql.statement(query).get(group)?.bytes ?? 0)
    },
    expire: (group, before) =>
      void sql.statement('DELETE FROM log_events WHERE log_group = ? AND at < ?').run(group, before),
    close: () => {
      flush()
      sql.close()
    },
  }
}

function readEvent(row: Readonly<Record<string, unknown>>): LogEvent {
  return {
    id: Number(row.id),
    group: String(row.log_group),
    stream: String(row.stream),
    at: Number(row.at),
    ingestedAt: Number(row.ingested_at),
    message: String(row.message),
  }
}
