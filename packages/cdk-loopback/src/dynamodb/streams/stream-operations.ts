import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { resourceNotFound, validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation, type Target } from '../protocol/operation.ts'
import { streamArn, streamLabel } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import { renderKeySchema } from '../tables/describe-table.ts'
import type { Table } from '../tables/table.ts'
import { parseSequenceNumber, renderRecord, sequenceNumber, shardId } from './stream-record.ts'

const arn = z.string().min(37).max(1024)
const listInput = z.strictObject({
  TableName: tableName.optional(),
  Limit: z.int().min(1).max(100).default(100),
  ExclusiveStartStreamArn: arn.optional(),
})
const describeInput = z.strictObject({
  StreamArn: arn,
  Limit: z.int().min(1).max(100).optional(),
  ExclusiveStartShardId: z.string().optional(),
  ShardFilter: z.strictObject({ Type: z.literal('CHILD_SHARDS'), ShardId: z.string() }).optional(),
})
const iteratorInput = z.strictObject({
  StreamArn: arn,
  ShardId: z.string().min(28).max(65),
  ShardIteratorType: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: z.string().min(21).max(40).optional(),
})
const recordsInput = z.strictObject({ ShardIterator: z.string().min(1), Limit: z.int().min(1).max(1000).default(1000) })

/** The operations of DynamoDB Streams. A stream has one shard, which is never closed. */
export const streamOperations = [
  defineOperation(
    'ListStreams',
    listInput,
    () => ({ permissions: [{ action: 'dynamodb:ListStreams', resource: '*' }] }),
    ({ TableName: name, Limit: limit, ExclusiveStartStreamArn: start = '' }, { tables }) => {
      const all = tables.list().filter((table) => table.stream && (name === undefined || table.name === name))
      const rest = all.filter((table) => streamArn(table.arn) > start)
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      return {
        Streams: page.map((table) => renderStream(table)),
        ...(rest.length > page.length && last && { LastEvaluatedStreamArn: streamArn(last.arn) }),
      }
    },
  ),
  defineOperation(
    'DescribeStream',
    describeInput,
    ({ StreamArn }) => describeCall('DescribeStream', StreamArn),
    ({ StreamArn, ExclusiveStartShardId: start, ShardFilter: filter }, dynamo) => {
      const table = findTable(dynamo, StreamArn)
      const hidden = start !== undefined || filter !== undefined
      const StartingSequenceNumber = sequenceNumber(dynamo.changes.horizon(table.id) + 1)
      return {
        StreamDescription: {
          ...renderStream(table),
          StreamStatus: 'ENABLED',
          StreamViewType: table.stream?.viewType,
          CreationRequestDateTime: table.stream?.createdAt,
          KeySchema: renderKeySchema(table.keys),
          Shards: hidden ? [] : [{ ShardId: shardId, SequenceNumberRange: { StartingSequenceNumber } }],
        },
      }
    },
  ),
  defineOperation(
    'GetShardIterator',
    iteratorInput,
    ({ StreamArn }) => describeCall('GetShardIterator', StreamArn),
    (input, dynamo) => {
      const table = findTable(dynamo, input.StreamArn)
      if (input.ShardId !== shardId) throw resourceNotFound(`Requested resource not found: Shard: ${input.ShardId}`)
      return { ShardIterator: composeIterator(dynamo, input.StreamArn, findStart(dynamo, table, input)) }
    },
  ),
  defineOperation(
    'GetRecords',
    recordsInput,
    ({ ShardIterator }) => describeCall('GetRecords', parseIterator(ShardIterator).stream),
    ({ ShardIterator, Limit: limit }, dynamo) => {
      const { stream, after, time } = parseIterator(ShardIterator)
      const table = findTable(dynamo, stream)
      if (dynamo.now().getTime() - time > iteratorLifetime)
        throw new AwsError('ExpiredIteratorException', 400, 'Iterator expired.')
      const changes = dynamo.changes.list(table.id, after, limit)
      return {
        Records: changes.map((change) => renderRecord(table, dynamo.region, change)),
        NextShardIterator: composeIterator(dynamo, stream, changes.at(-1)?.sequence ?? after),
      }
    },
  ),
]

function describeCall(operation: string, stream: string): Target {
  const table = /:table\/([^/]+)/.exec(stream)?.[1]
  const permissions = [{ action: `dynamodb:${operation}`, resource: stream }]
  return { ...(table !== undefined && { resource: table }), permissions }
}

function findTable({ tables }: Dynamo, stream: string): Table {
  const table = tables.list().find((each) => each.stream && streamArn(each.arn) === stream)
  if (!table) throw resourceNotFound(`Requested resource not found: Stream: ${stream} not found`)
  return table
}

function renderStream({ arn, name }: Table): object {
  return { StreamArn: streamArn(arn), TableName: name, StreamLabel: streamLabel }
}

/** Returns the sequence after which an iterator reads. */
function findStart({ changes }: Dynamo, table: Table, input: z.output<typeof iteratorInput>): number {
  const { ShardIteratorType: type, SequenceNumber: text } = input
  const horizon = changes.horizon(table.id)
  if (type === 'TRIM_HORIZON') return horizon
  if (type === 'LATEST') return changes.latest(table.id)
  const sequence = text === undefined ? undefined : parseSequenceNumber(text)
  if (sequence === undefined)
    throw validationError(
      'Invalid SequenceNumber: it is required for this ShardIteratorType, and must be of this stream',
    )
  const after = type === 'AT_SEQUENCE_NUMBER' ? sequence - 1 : sequence
  if (after < horizon)
    throw new AwsError(
      'TrimmedDataAccessException',
      400,
      'The operation attempted to read past the oldest stream record in a shard.',
    )
  return after
}

/** Milliseconds for which an iterator is valid, as in AWS. */
const iteratorLifetime = 15 * 60_000

const iteratorContent = z.object({ stream: z.string(), after: z.number(), time: z.number() })
type Iterator = z.output<typeof iteratorContent>

function composeIterator({ now }: Dynamo, stream: string, after: number): string {
  const content: Iterator = { stream, after, time: now().getTime() }
  return Buffer.from(JSON.stringify(content)).toString('base64')
}

function parseIterator(text: string): Iterator {
  try {
    return iteratorContent.parse(JSON.parse(Buffer.from(text, 'base64').toString()))
  } catch {
    throw validationError('Invalid ShardIterator')
  }
}
