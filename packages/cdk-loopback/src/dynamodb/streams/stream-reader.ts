import { crc32 } from 'node:zlib'
import type { Dynamo } from '../protocol/operation.ts'
import { keyText, streamArn } from '../protocol/permissions.ts'
import { attributeOf } from '../values/attribute-value.ts'
import type { Change } from './change-log.ts'
import { type StreamRecord, toLambdaRecord } from './stream-record.ts'

export type StreamReaderOptions = {
  readonly streamArn: string
  /** Names the reader, whose checkpoints survive a restart. */
  readonly reader: string
  /** The reader's lanes divide the partition keys among them. Each lane reads the changes of its keys in order. */
  readonly lanes: number
  /** Where a new reader starts. */
  readonly start: 'TRIM_HORIZON' | 'LATEST'
}

/** Reads a table's stream without going through HTTP. */
export type StreamReader = {
  /** The checkpoint of each lane when the reader was opened. */
  readonly checkpoints: readonly number[]
  /** Lists changes after a sequence, oldest first, including those of other lanes. */
  list(after: number, limit: number): readonly Change[]
  hasAfter(sequence: number): boolean
  laneOf(change: Change): number
  /** Renders a change once, because filters and the event need the same record. */
  render(change: Change): StreamRecord
  /** Stores that a lane has handled all of its changes up to a sequence. */
  moveCheckpoint(lane: number, sequence: number): void
  /** Calls the listener after changes of any table. Returns a function that removes the listener. */
  onChanges(listener: () => void): () => void
}

/** @throws {Error} if there is no such stream */
export function openStreamReader(dynamo: Dynamo, options: StreamReaderOptions): StreamReader {
  const { changes, checkpoints, database, region, tables } = dynamo
  const { reader, lanes, start } = options
  const table = tables.list().find((each) => each.stream && streamArn(each.arn) === options.streamArn)
  if (!table) throw new Error(`There is no stream ${options.streamArn}.`)
  const rendered = new WeakMap<Change, StreamRecord>()
  const render = (change: Change): StreamRecord => {
    const record = rendered.get(change) ?? toLambdaRecord(table, region, change)
    rendered.set(change, record)
    return record
  }
  const first = start === 'LATEST' ? changes.latest(table.id) : changes.horizon(table.id)
  return {
    checkpoints: checkpoints.open(reader, table.id, lanes, first),
    list: (after, limit) => changes.list(table.id, after, limit),
    hasAfter: (sequence) => changes.hasAfter(table.id, sequence),
    laneOf: ({ keys }) => {
      const value = attributeOf(keys, table.keys.hash.name)
      return value && lanes > 1 ? crc32(keyText(value)) % lanes : 0
    },
    render,
    moveCheckpoint: (lane, sequence) => database.transaction(() => checkpoints.move(reader, lane, sequence)),
    onChanges: changes.onChanges,
  }
}
