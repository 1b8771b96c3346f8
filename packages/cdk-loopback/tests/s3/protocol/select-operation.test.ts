import {
  GetBucketAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()

test('an unsupported request is NotImplemented, never a silent success', async () => {
  const { client } = server
  const object = { Bucket: bucket, Key: 'k' }
  await client.send(new PutObjectCommand({ ...object, Body: 'kept' }))
  const requests = [
    () => client.send(new GetBucketAclCommand({ Bucket: bucket })),
    () =>
      client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    () => client.send(new ListObjectVersionsCommand({ Bucket: bucket })),
    () => client.send(new PutObjectAclCommand({ ...object, ACL: 'public-read' })),
    () => client.send(new GetObjectAttributesCommand({ ...object, ObjectAttributes: ['ETag'] })),
    () => client.send(new GetObjectCommand({ ...object, VersionId: '1' })),
    () => client.send(new PutObjectCommand({ ...object, Body: 'x', ACL: 'public-read' })),
    () => client.send(new PutObjectCommand({ ...object, Body: 'x', StorageClass: 'GLACIER' })),
    () => client.send(new PutObjectCommand({ ...object, Body: 'x', ServerSideEncryption: 'aws:kms' })),
    () => client.send(new PutObjectCommand({ ...object, Body: 'x', ObjectLockMode: 'COMPLIANCE' })),
    () =>
      client.send(new UploadPartCopyCommand({ ...object, UploadId: 'u', PartNumber: 1, CopySource: `${bucket}/k` })),
    () =>
      signedFetch(`${server.url}/${bucket}/k`, { method: 'POST', body: 'x' }).then((answer) =>
        rejectStatus(answer.status),
      ),
    () => signedFetch(`${server.url}/${bucket}/k?unknown=1`).then((answer) => rejectStatus(answer.status)),
  ]
  for (const [index, request] of requests.entries()) {
    expect([index, await failure(request())]).toEqual([index, expect.stringMatching(/501$/)])
  }
  const { Body } = await client.send(new GetObjectCommand(object))
  expect(await Body?.transformToString()).toBe('kept')
})

test('NotImplemented names the unsupported parameter', async () => {
  const text = await (await signedFetch(`${server.url}/${bucket}/k?torrent`)).text()
  expect(text).toMatch(/<Code>NotImplemented<\/Code><Message>[^<]*torrent/)
})

test('the expected owner is checked', async () => {
  const head = (ExpectedBucketOwner: string) =>
    failure(server.client.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner })))
  expect(await head('000000000000')).toBe('no failure')
  expect(await head('111111111111')).toMatch(/403$/)
})

async function rejectStatus(status: number): Promise<never> {
  throw Object.assign(new Error('answered'), { $metadata: { httpStatusCode: status } })
}
