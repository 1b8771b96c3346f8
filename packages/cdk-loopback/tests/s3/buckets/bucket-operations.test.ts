import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()

test('a bucket is created, listed and deleted; creating it twice is no error in us-east-1', async () => {
  const { client } = server
  await client.send(new CreateBucketCommand({ Bucket: 'bucket-one' }))
  await client.send(new CreateBucketCommand({ Bucket: 'bucket-one' }))
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}))
  expect(Buckets.map(({ Name }) => Name)).toEqual(['a-bucket', 'bucket-one'])
  expect((await client.send(new HeadBucketCommand({ Bucket: 'bucket-one' }))).BucketRegion).toBe('us-east-1')
  await client.send(new DeleteBucketCommand({ Bucket: 'bucket-one' }))
  expect(await failure(client.send(new HeadBucketCommand({ Bucket: 'bucket-one' })))).toBe('NotFound 404')
})

test('repeating createBucket keeps the objects', async () => {
  const { client, service } = server
  service.createBucket('kept-bucket')
  await client.send(new PutObjectCommand({ Bucket: 'kept-bucket', Key: 'k', Body: 'x' }))
  service.createBucket('kept-bucket')
  expect((await client.send(new ListObjectsV2Command({ Bucket: 'kept-bucket' }))).KeyCount).toBe(1)
})

test('a bucket that contains objects cannot be deleted', async () => {
  const { client, service } = server
  service.createBucket('full-bucket')
  await client.send(new PutObjectCommand({ Bucket: 'full-bucket', Key: 'k', Body: 'x' }))
  expect(await failure(client.send(new DeleteBucketCommand({ Bucket: 'full-bucket' })))).toBe('BucketNotEmpty 409')
})

test('a bucket has a location and no versioning', async () => {
  const { client } = server
  const location = await client.send(new GetBucketLocationCommand({ Bucket: 'a-bucket' }))
  expect(location.LocationConstraint ?? '').toBe('')
  expect((await client.send(new GetBucketVersioningCommand({ Bucket: 'a-bucket' }))).Status).toBeUndefined()
})

test('a name that S3 does not allow is InvalidBucketName', async () => {
  for (const name of ['Upper', 'ab', 'a..b', '192.168.1.1', '-ab', 'a_b', 'xn--abc', 'abc-s3alias']) {
    const answer = await signedFetch(`${server.url}/${name}`, { method: 'PUT' })
    expect([name, answer.status, await answer.text()]).toEqual([
      name,
      400,
      expect.stringContaining('InvalidBucketName'),
    ])
  }
})

test.each([
  ['eu-west-1', 'IllegalLocationConstraintException 400'],
  ['us-east-1', 'InvalidLocationConstraint 400'], // S3 names its first region by leaving it out
])('the location constraint %s is refused', async (location, expected) => {
  const body = `<CreateBucketConfiguration><LocationConstraint>${location}</LocationConstraint></CreateBucketConfiguration>`
  const answer = await signedFetch(`${server.url}/elsewhere`, { method: 'PUT', body })
  const [, code] = /<Code>(\w+)/.exec(await answer.text()) ?? []
  expect(`${code} ${answer.status}`).toBe(expected)
})

test('every operation in a missing bucket is NoSuchBucket', async () => {
  const { client } = server
  const Bucket = 'missing-bucket'
  expect(await failure(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })))).toBe('NoSuchBucket 404')
  expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toBe('NoSuchBucket 404')
  expect(await failure(client.send(new DeleteObjectCommand({ Bucket, Key: 'k' })))).toBe('NoSuchBucket 404')
  expect(await failure(client.send(new ListObjectsV2Command({ Bucket })))).toBe('NoSuchBucket 404')
  expect(await failure(client.send(new DeleteBucketCommand({ Bucket })))).toBe('NoSuchBucket 404')
})
