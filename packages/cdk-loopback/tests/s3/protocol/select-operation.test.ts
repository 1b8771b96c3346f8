import {
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  GetObjectTorrentCommand,
  HeadBucketCommand,
  ListBucketInventoryConfigurationsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  RestoreObjectCommand,
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
    () =>
      client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    () => client.send(new DeleteBucketPolicyCommand({ Bucket: bucket })),
    () => client.send(new ListBucketInventoryConfigurationsCommand({ Bucket: bucket })),
    () => client.send(new RestoreObjectCommand({ ...object, RestoreRequest: { Days: 1 } })),
    () => client.send(new GetObjectTorrentCommand(object)),
    () => client.send(new PutObjectCommand({ ...object, Body: 'x', ObjectLockMode: 'COMPLIANCE' })),
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

test.each([
  ['PutBucketVersioning', 'PUT', '?versioning'],
  ['DeleteBucketPolicy', 'DELETE', '?policy'],
  ['GetObjectRetention', 'GET', '/k?retention'],
  ['SelectObjectContent', 'POST', '/k?select&select-type=2'],
])('NotImplemented names %s', async (operation, method, target) => {
  const answer = await signedFetch(`${server.url}/${bucket}${target}`, { method })
  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining(`not implement ${operation},`)])
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
