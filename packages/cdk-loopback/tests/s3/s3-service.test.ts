import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { AwsCall } from '../../src/endpoint/aws-service.ts'
import { identities } from '../operator.ts'
import { signedFetch } from '../signing.ts'
import { bucket, clientOf, failure, useS3Server } from './s3-server.ts'

const server = useS3Server()

test('an error document has the resource and the ids of the answer', async () => {
  const answer = await signedFetch(`${server.url}/${bucket}/a..%20missing`)
  const ids = { request: answer.headers.get('x-amz-request-id'), host: answer.headers.get('x-amz-id-2') }
  expect(ids).toEqual({ request: expect.stringMatching(/^[0-9A-F]{16}$/), host: expect.stringMatching(/^.{64}$/) })
  expect(await answer.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>' +
      '<Message>The specified key does not exist.</Message><Key>a.. missing</Key>' +
      `<Resource>/${bucket}/a..%20missing</Resource>` +
      `<RequestId>${ids.request}</RequestId><HostId>${ids.host}</HostId></Error>`,
  )
})

const bucketArn = `arn:aws:s3:::${bucket}`
const object = { Bucket: bucket, Key: 'a/b c' }
const objectArn = `${bucketArn}/a/b c`

test.each([
  ['GetObject', new GetObjectCommand(object), [['s3:GetObject', objectArn]]],
  ['HeadObject', new HeadObjectCommand(object), [['s3:GetObject', objectArn]]],
  ['PutObject', new PutObjectCommand({ ...object, Body: 'x' }), [['s3:PutObject', objectArn]]],
  [
    'PutObject',
    new PutObjectCommand({ ...object, Body: 'x', Tagging: 'a=b', IfMatch: '"e"' }),
    [
      ['s3:PutObject', objectArn],
      ['s3:PutObjectTagging', objectArn],
      ['s3:GetObject', objectArn],
    ],
  ],
  [
    'CopyObject',
    new CopyObjectCommand({ ...object, CopySource: 'other-bucket/x%20y' }),
    [
      ['s3:GetObject', 'arn:aws:s3:::other-bucket/x y'],
      ['s3:PutObject', objectArn],
    ],
  ],
  ['DeleteObject', new DeleteObjectCommand(object), [['s3:DeleteObject', objectArn]]],
  [
    'DeleteObjects',
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'x' }, { Key: 'y', ETag: '"e"' }] } }),
    [
      ['s3:DeleteObject', `${bucketArn}/x`],
      ['s3:DeleteObject', `${bucketArn}/y`],
      ['s3:GetObject', `${bucketArn}/y`],
    ],
  ],
  ['GetObjectTagging', new GetObjectTaggingCommand(object), [['s3:GetObjectTagging', objectArn]]],
  ['CreateMultipartUpload', new CreateMultipartUploadCommand(object), [['s3:PutObject', objectArn]]],
  [
    'AbortMultipartUpload',
    new AbortMultipartUploadCommand({ ...object, UploadId: 'u' }),
    [['s3:AbortMultipartUpload', objectArn]],
  ],
  ['ListBuckets', new ListBucketsCommand({}), [['s3:ListAllMyBuckets', '*']]],
  ['HeadBucket', new HeadBucketCommand({ Bucket: bucket }), [['s3:ListBucket', bucketArn]]],
] as const)('%s names its permissions without taking effect', async (operation, command, permissions) => {
  const call = await describeOnly((url) => clientOf(url).send(command as never))
  expect(call.operation).toBe(operation)
  expect(call.permissions.map(({ action, resource }) => [action, resource])).toEqual(permissions)
  expect(server.service.pendingEvents(1000).filter(({ record }) => record.s3.object.key === 'a/b+c')).toEqual([])
})

test('the condition context of a list contains its prefix, if there is one', async () => {
  const list = (input: { Prefix?: string }) =>
    describeOnly((url) => clientOf(url).send(new ListObjectsV2Command({ Bucket: bucket, ...input })))
  expect(await list({ Prefix: 'p/' })).toEqual({
    operation: 'ListObjectsV2',
    resource: bucket,
    permissions: [{ action: 's3:ListBucket', resource: bucketArn, context: { 's3:prefix': ['p/'] } }],
  })
  expect((await list({})).permissions[0]?.context).toEqual({})
})

/** Returns how the service describes a request, and stops the request there. */
async function describeOnly(send: (url: string) => Promise<unknown>): Promise<AwsCall> {
  let call: AwsCall | undefined
  const endpoint = await startAwsEndpoint(
    { s3: server.service },
    {
      identities,
      interceptor: async (context) => {
        call = context.call
        return { status: 503, headers: {} }
      },
    },
  )
  await failure(send(endpoint.url))
  await endpoint.close()
  if (!call) throw new Error('The request did not arrive')
  return call
}
