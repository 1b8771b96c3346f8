import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { expect, test } from 'vitest'
import { shardId } from '../../../src/dynamodb/streams/stream-record.ts'
import { signedFetch } from '../../signing.ts'
import { thingsTable } from '../dynamodb-fixture.ts'
import { readAll, startWithStream, streamArn, streamsClient } from './stream-fixture.ts'

const viewType = 'NEW_AND_OLD_IMAGES'
const label = '2026-01-01T00:00:00.000'

async function start(now?: () => Date) {
  const server = await startWithStream(viewType, now && { now })
  const streams = streamsClient(server.raw.config)
  const iterator = async (input: Partial<GetShardIteratorCommandInput>) => {
    const whole = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'LATEST' as const, ...input }
    return (await streams.send(new GetShardIteratorCommand(whole))).ShardIterator
  }
  const read = async (ShardIterator: string | undefined, Limit?: number) =>
    streams.send(new GetRecordsCommand({ ShardIterator, ...(Limit !== undefined && { Limit }) }))
  return { ...server, streams, iterator, read }
}

test('streams are listed and described', async () => {
  const { streams, raw, put } = await start()
  await raw.send(new CreateTableCommand({ ...thingsTable, TableName: 'plain' }))
  const stream = { StreamArn: streamArn, TableName: 'things', StreamLabel: label }
  expect((await streams.send(new ListStreamsCommand({}))).Streams).toEqual([stream])
  expect((await streams.send(new ListStreamsCommand({ TableName: 'plain' }))).Streams).toEqual([])
  expect((await raw.send(new DescribeTableCommand({ TableName: 'things' }))).Table).toMatchObject({
    StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
    LatestStreamArn: streamArn,
    LatestStreamLabel: label,
  })
  await put({ pk: 'a', sk: '1' })
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }))
  const [record] = await readAll(raw.config)
  expect(StreamDescription).toMatchObject({
    ...{ ...stream, StreamStatus: 'ENABLED', StreamViewType: viewType },
    KeySchema: thingsTable.KeySchema,
    CreationRequestDateTime: expect.any(Date),
    Shards: [{ ShardId: shardId, SequenceNumberRange: { StartingSequenceNumber: record?.dynamodb?.SequenceNumber } }],
  })
})

test('an iterator starts at the oldest record, at a record, after it, or at the next change', async () => {
  const { put, raw, iterator, read } = await start()
  for (const sk of ['1', '2', '3']) await put({ pk: 'a', sk })
  const second = (await readAll(raw.config))[1]?.dynamodb?.SequenceNumber
  const latest = await iterator({ ShardIteratorType: 'LATEST' })
  await put({ pk: 'a', sk: '4' })
  const from = async (type: GetShardIteratorCommandInput['ShardIteratorType'], SequenceNumber?: string) => {
    const { Records } = await read(await iterator({ ShardIteratorType: type, SequenceNumber }))
    return Records?.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S)
  }
  expect(await from('TRIM_HORIZON')).toEqual(['1', '2', '3', '4'])
  expect(await from('AT_SEQUENCE_NUMBER', second)).toEqual(['2', '3', '4'])
  expect(await from('AFTER_SEQUENCE_NUMBER', second)).toEqual(['3', '4'])
  const { Records, NextShardIterator } = await read(latest)
  expect(Records?.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S)).toEqual(['4'])
  await put({ pk: 'a', sk: '5' })
  expect((await read(NextShardIterator)).Records).toHaveLength(1)
  expect((await read(latest, 1)).Records).toHaveLength(1)
})

test('a record has the members that aws-cli prints', async () => {
  const { put, raw } = await start(() => new Date('2026-05-01T10:00:00.700Z'))
  await put({ pk: 'a', sk: '1' })
  expect(await readAll(raw.config)).toEqual([
    {
      eventID: expect.stringMatching(/^[\da-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: new Date('2026-05-01T10:00:00Z'),
        Keys: { pk: { S: 'a' }, sk: { S: '1' } },
        NewImage: { pk: { S: 'a' }, sk: { S: '1' } },
        SequenceNumber: expect.stringMatching(/^1\d{20}$/),
        SizeBytes: 12,
        StreamViewType: viewType,
      },
    },
  ])
})

test('reading before the oldest record, with an old iterator or from an unknown stream fails', async () => {
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') }
  const { put, raw, service, iterator, read } = await start(() => new Date(clock.time))
  await put({ pk: 'a', sk: '1' })
  const sequence = (await readAll(raw.config))[0]?.dynamodb?.SequenceNumber
  const old = await iterator({})
  clock.time += 25 * 60 * 60_000
  service.sweep()
  await put({ pk: 'a', sk: '2' })
  const at = iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: sequence })
  await expect(at).rejects.toMatchObject({ name: 'TrimmedDataAccessException' })
  await expect(read(old)).rejects.toMatchObject({ name: 'ExpiredIteratorException' })
  await expect(read('nonsense')).rejects.toMatchObject({ name: 'ValidationException' })
  const unknown = iterator({ StreamArn: streamArn.replace('things', 'others') })
  await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  const noShard = iterator({ ShardId: shardId.replaceAll('0', '1') })
  await expect(noShard).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  const noNumber = iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' })
  await expect(noNumber).rejects.toMatchObject({ name: 'ValidationException' })
})

test('each operation needs its permission on the stream', async () => {
  const { streams, iterator, read, calls } = await start()
  calls.length = 0
  await streams.send(new ListStreamsCommand({}))
  await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }))
  await read(await iterator({}))
  const on = (operation: string, resource = streamArn) => ({
    operation,
    permissions: [{ action: `dynamodb:${operation}`, resource }],
  })
  expect(calls).toMatchObject([
    on('ListStreams', '*'),
    on('DescribeStream'),
    on('GetShardIterator'),
    { ...on('GetRecords'), resource: 'things' },
  ])
})

test('the operations of a table and of a stream have different targets', async () => {
  const { url } = await start()
  const call = async (target: string) => {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' }
    return (await signedFetch(url, { service: 'dynamodb', method: 'POST', headers, body: '{}' })).text()
  }
  expect(await call('DynamoDBStreams_20120810.ListStreams')).toContain(streamArn)
  expect(await call('DynamoDB_20120810.ListStreams')).toContain('UnknownOperationException')
  expect(await call('DynamoDBStreams_20120810.ListTables')).toContain('UnknownOperationException')
})
