import { AwsError, type AwsRequest, type AwsService } from '../endpoint/aws-service.ts'
import type { OpenFile } from '../host/database-file.ts'
import { openDatabase } from './database.ts'
import { batchGetItem } from './items/batch-get-item.ts'
import { batchWriteItem } from './items/batch-write-item.ts'
import { deleteItem } from './items/delete-item.ts'
import { getItem } from './items/get-item.ts'
import { openItemStore } from './items/item-store.ts'
import { putItem } from './items/put-item.ts'
import { transactGetItems } from './items/transact-get.ts'
import { transactWriteItems } from './items/transact-write.ts'
import { updateItem } from './items/update-item.ts'
import { query } from './listing/query.ts'
import { scan } from './listing/scan.ts'
import type { Dynamo, OpenRequest, Operation } from './protocol/operation.ts'
import { errorResponse, readBody, readOperationName, successResponse } from './protocol/wire-protocol.ts'
import { openChangeLog } from './streams/change-log.ts'
import { openCheckpoints } from './streams/checkpoints.ts'
import { streamOperations } from './streams/stream-operations.ts'
import { openStreamReader, type StreamReader, type StreamReaderOptions } from './streams/stream-reader.ts'
import { describeContinuousBackups, updateContinuousBackups } from './tables/continuous-backups.ts'
import { createTable } from './tables/create-table.ts'
import { deleteTable } from './tables/delete-table.ts'
import { describeTable } from './tables/describe-table.ts'
import { listTables } from './tables/list-tables.ts'
import { openTableStore } from './tables/table-store.ts'
import { listTagsOfResource, tagResource } from './tables/tag-resource.ts'
import { deleteExpired, describeTimeToLive, updateTimeToLive } from './tables/time-to-live.ts'
import { updateTable } from './tables/update-table.ts'

export type DynamoService = AwsService & {
  /** Opens a stream for a reader within this process. @throws {Error} if there is no such stream */
  readStream(options: StreamReaderOptions): StreamReader
  /** Forgets the checkpoints of all other readers. */
  retainReaders(readers: readonly string[]): void
  /** Deletes the items whose time to live has passed. Returns their number. */
  sweep(): number
}

export type DynamoOptions = {
  readonly folder: string
  readonly openFile?: OpenFile
  readonly now?: () => Date
  readonly region?: string
  /** Milliseconds between sweeps; 0 turns them off. Default: one minute. */
  readonly sweepMs?: number
  /** Receives a line about each sweep that failed. */
  readonly log?: (line: string) => void
}

export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    ...[createTable, deleteTable, describeTable, listTables, updateTable],
    ...[describeTimeToLive, updateTimeToLive, describeContinuousBackups, updateContinuousBackups],
    ...[tagResource, listTagsOfResource],
    ...[putItem, getItem, updateItem, deleteItem, query, scan],
    ...[batchGetItem, batchWriteItem, transactGetItems, transactWriteItems],
  ].map((operation) => [operation.name, operation]),
)

export const operationsOfStreams: ReadonlyMap<string, Operation> = new Map(
  streamOperations.map((operation) => [operation.name, operation]),
)

/** Opens the store below `folder`, which only one process can have open. */
export function openDynamo(options: DynamoOptions): DynamoService {
  const { folder, now = () => new Date(), region = 'us-east-1', sweepMs = 60_000, log = () => {} } = options
  const database = openDatabase(folder, options.openFile)
  const [tables, items, checkpoints] = [openTableStore(database), openItemStore(database), openCheckpoints(database)]
  const changes = openChangeLog(database, now, checkpoints.lowest)
  const dynamo: Dynamo = { database, tables, items, changes, checkpoints, region, now }
  const open = rememberRequests()
  const sweep = () => {
    const deleted = deleteExpired(dynamo)
    for (const { id, stream } of tables.list()) if (stream) changes.trim(id)
    return deleted
  }
  const sweepLater = () => {
    try {
      sweep()
    } catch (error) {
      log(`Expired items are not deleted yet: ${error}`)
    }
  }
  const timer = sweepMs > 0 ? setInterval(sweepLater, sweepMs).unref() : undefined
  return {
    describe: async (request) => {
      const { name, opened } = await open(request)
      return { operation: name, ...opened.describe(dynamo) }
    },
    handle: async (request) => {
      const { opened } = await open(request)
      return successResponse(opened.run(dynamo))
    },
    error: (_request, error) => errorResponse(error),
    close: async () => {
      clearInterval(timer)
      database.close()
    },
    sweep,
    readStream: (options) => openStreamReader(dynamo, options),
    retainReaders: checkpoints.retain,
  }
}

type Opened = { readonly name: string; readonly opened: OpenRequest }

/** Returns a function that parses each request once, although `describe` and `handle` both need it. */
function rememberRequests(): (request: AwsRequest) => Promise<Opened> {
  const cache = new WeakMap<AwsRequest, Promise<Opened>>()
  return (request) => {
    const opened = cache.get(request) ?? openRequest(request)
    cache.set(request, opened)
    return opened
  }
}

async function openRequest(request: AwsRequest): Promise<Opened> {
  const { name, ofStreams } = readOperationName(request)
  const operation = (ofStreams ? operationsOfStreams : operations).get(name)
  if (!operation) throw new AwsError('UnknownOperationException', 400, `Unknown operation: ${name}`)
  return { name: operation.name, opened: operation.open(await readBody(request)) }
}
