import type { S3Event, S3EventName } from '../s3/event-outbox.ts'
import type { NewEvent } from './bus-event.ts'

/** Names of S3's events in its notifications, and what its events on a bus say instead. */
const kinds: Readonly<Record<S3EventName, { readonly type: string; readonly detail: object }>> = {
  'ObjectCreated:Put': { type: 'Object Created', detail: { reason: 'PutObject' } },
  'ObjectCreated:Post': { type: 'Object Created', detail: { reason: 'POST Object' } },
  'ObjectCreated:Copy': { type: 'Object Created', detail: { reason: 'CopyObject' } },
  'ObjectCreated:CompleteMultipartUpload': { type: 'Object Created', detail: { reason: 'CompleteMultipartUpload' } },
  'ObjectRemoved:Delete': {
    type: 'Object Deleted',
    detail: { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' },
  },
  'ObjectRemoved:DeleteMarkerCreated': {
    type: 'Object Deleted',
    detail: { reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' },
  },
}

/**
 * Composes the event that a bucket sends to the default bus:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function composeBucketEvent({ id, record }: S3Event, account: string): NewEvent {
  const { bucket, object } = record.s3
  const { type, detail } = kinds[record.eventName]
  return {
    detailType: type,
    source: 'aws.s3',
    time: new Date(record.eventTime),
    resources: [bucket.arn],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: decodeURIComponent(object.key.replaceAll('+', ' ')),
        ...(object.size !== undefined && { size: object.size }),
        ...(object.eTag !== undefined && { etag: object.eTag }),
        ...(object.versionId !== undefined && { 'version-id': object.versionId }),
        sequencer: object.sequencer,
      },
      'request-id': String(id).padStart(16, '0'),
      requester: account,
      'source-ip-address': record.requestParameters.sourceIPAddress,
      ...detail,
    },
  }
}
