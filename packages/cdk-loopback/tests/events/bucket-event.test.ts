import { expect, test } from 'vitest'
import { composeBucketEvent } from '../../src/events/bucket-event.ts'

test('the events of a bucket have the form that S3 documents, with keys that are not encoded', () => {
  const bucket = { name: 'versioned', ownerIdentity: { principalId: 'P' }, arn: 'arn:aws:s3:::versioned' }
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: '2026-01-02T03:04:05.678Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'P' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {},
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket,
      object: { key: 'a+b/%C3%A9%2B.md', size: 3, eTag: 'e', versionId: 'v', sequencer: '00000000000000AB' },
    },
  } as const
  expect(composeBucketEvent({ id: 7, bucket: 'versioned', record }, '000000000000')).toEqual({
    detailType: 'Object Created',
    source: 'aws.s3',
    time: new Date('2026-01-02T03:04:05.678Z'),
    resources: ['arn:aws:s3:::versioned'],
    detail: {
      version: '0',
      bucket: { name: 'versioned' },
      object: { key: 'a b/é+.md', size: 3, etag: 'e', 'version-id': 'v', sequencer: '00000000000000AB' },
      'request-id': '0000000000000007',
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: 'PutObject',
    },
  })
  const removal = { ...record, eventName: 'ObjectRemoved:DeleteMarkerCreated' } as const
  expect(composeBucketEvent({ id: 8, bucket: 'versioned', record: removal }, '000000000000')).toMatchObject({
    detailType: 'Object Deleted',
    detail: { reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' },
  })
})
