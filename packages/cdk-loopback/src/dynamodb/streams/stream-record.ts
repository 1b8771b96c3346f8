import { createHash } from 'node:crypto'
import type { DynamoDBRecord } from 'aws-lambda'
import { streamArn } from '../protocol/permissions.ts'
import type { Table } from '../tables/table.ts'
import type { Change } from './change-log.ts'

/** The only shard of each stream. */
export const shardId = 'shardId-00000000000000000000-00000000'

/** Returns a sequence number in AWS's form: at least 21 digits. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`
}

/** Returns undefined if the text is no sequence number of this store. */
export function parseSequenceNumber(text: string): number | undefined {
  const digits = /^1(\d{20})$/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Renders a change as a record of GetRecords. */
export function renderRecord(table: Table, region: string, change: Change): object {
  const { userIdentity, eventSourceARN: _arn, ...record } = toLambdaRecord(table, region, change)
  return { ...record, ...(userIdentity && { userIdentity: { PrincipalId: ttlPrincipal, Type: 'Service' } }) }
}

const ttlPrincipal = 'dynamodb.amazonaws.com'

/** Lambda's record, whose user identity the type of the package does not have in AWS's form. */
export type StreamRecord = Omit<DynamoDBRecord, 'userIdentity'> & {
  readonly userIdentity?: { readonly principalId: string; readonly type: 'Service' }
}

/** Renders a change as a record of the event that Lambda sends to a function. */
export function toLambdaRecord(table: Table, region: string, change: Change): StreamRecord {
  const { sequence, name, time, expired, size, keys, old, new: current } = change
  return {
    eventID: createHash('md5').update(`${table.uuid} ${sequence}`).digest('hex'),
    eventName: name,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(time / 1000),
      // The package's type of attribute values has mutable members; nothing changes them.
      Keys: keys as NonNullable<DynamoDBRecord['dynamodb']>['Keys'],
      ...(current && { NewImage: current as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] }),
      ...(old && { OldImage: old as NonNullable<DynamoDBRecord['dynamodb']>['OldImage'] }),
      SequenceNumber: sequenceNumber(sequence),
      SizeBytes: size,
      ...(table.stream && { StreamViewType: table.stream.viewType }),
    },
    eventSourceARN: streamArn(table.arn),
    ...(expired && { userIdentity: { principalId: ttlPrincipal, type: 'Service' } }),
  }
}
