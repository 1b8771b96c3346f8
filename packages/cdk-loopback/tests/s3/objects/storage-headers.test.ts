import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type StorageClass,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, expect, test } from 'vitest'
import { bucket as Bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const keyId = 'arn:aws:kms:us-east-1:000000000000:key/k'
beforeAll(() =>
  server.service.createBucket('kms', { encryption: { algorithm: 'aws:kms', key: keyId, bucketKey: true } }),
)

const put = (more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }))
const head = (Key = 'k', from = Bucket) => server.client.send(new HeadObjectCommand({ Bucket: from, Key }))

test('every answer about an object names its encryption, by default that of S3', async () => {
  expect((await put()).ServerSideEncryption).toBe('AES256')
  expect((await put({ ServerSideEncryption: 'AES256' })).ServerSideEncryption).toBe('AES256')
  expect((await head()).ServerSideEncryption).toBe('AES256')
  const copy = await server.client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/k` }))
  expect(copy.ServerSideEncryption).toBe('AES256')
  const object = { Bucket, Key: 'parts' }
  const created = await server.client.send(new CreateMultipartUploadCommand(object))
  const part = { ...object, UploadId: created.UploadId }
  const uploaded = await server.client.send(new UploadPartCommand({ ...part, PartNumber: 1, Body: 'x' }))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: uploaded.ETag }] }
  const completed = await server.client.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload }))
  const answers = [created, uploaded, completed]
  expect(answers.map(({ ServerSideEncryption }) => ServerSideEncryption)).toEqual(['AES256', 'AES256', 'AES256'])
})

test('a bucket with a KMS key encrypts with it, unless a request says otherwise', async () => {
  const byDefault = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId, BucketKeyEnabled: true }
  expect(await put({ Bucket: 'kms' })).toMatchObject(byDefault)
  expect(await head('k', 'kms')).toMatchObject(byDefault)
  const copy = new CopyObjectCommand({ Bucket, Key: 'from-kms', CopySource: 'kms/k' })
  expect((await server.client.send(copy)).ServerSideEncryption).toBe('AES256')
  await put({ Bucket: 'kms', ServerSideEncryption: 'AES256' })
  const { ServerSideEncryption, SSEKMSKeyId } = await head('k', 'kms')
  expect([ServerSideEncryption, SSEKMSKeyId]).toEqual(['AES256', undefined])
})

test.each<[string, Partial<PutObjectCommandInput>, string]>([
  ['the key that AWS manages', { ServerSideEncryption: 'aws:kms' }, 'no failure'],
  ['a key that does not exist', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' }, 'KMS.NotFoundException 400'],
  ['an unknown method', { ServerSideEncryption: 'rot13' as never }, 'InvalidArgument 400'],
  ['a key without KMS', { ServerSideEncryption: 'AES256', SSEKMSKeyId: 'k' }, 'InvalidArgument 400'],
  [
    "the client's own key without TLS",
    { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) },
    'InvalidRequest 400',
  ],
])('encryption with %s', async (_, input, expected) => {
  expect(await failure(put({ Key: 'encrypted', ...input }))).toBe(expected)
})

test.each<StorageClass>(['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'])(
  'an object of the class %s can be read, and its class is listed',
  async (StorageClass) => {
    await put({ Key: 'classes/k', StorageClass })
    const { Body, ...answer } = await server.client.send(new GetObjectCommand({ Bucket, Key: 'classes/k' }))
    expect(await Body?.transformToString()).toBe('x')
    expect(answer.StorageClass).toBe(StorageClass === 'STANDARD' ? undefined : StorageClass)
    const { Contents } = await server.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'classes/' }))
    expect(Contents?.[0]?.StorageClass).toBe(StorageClass)
  },
)

test('an archived object cannot be read or copied, but described, and a copy leaves its class behind', async () => {
  await put({ Key: 'cold', StorageClass: 'DEEP_ARCHIVE' })
  const read = new GetObjectCommand({ Bucket, Key: 'cold' })
  expect(await failure(server.client.send(read))).toBe('InvalidObjectState 403')
  const copy = (source: string) =>
    failure(server.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${source}` })))
  expect(await copy('cold')).toBe('InvalidObjectState 403')
  expect((await head('cold')).StorageClass).toBe('DEEP_ARCHIVE')
  await put({ Key: 'cool', StorageClass: 'STANDARD_IA' })
  expect(await copy('cool')).toBe('no failure')
  expect((await head('copy')).StorageClass).toBeUndefined()
})

test('a copy to itself may change the storage class', async () => {
  await put()
  const copy = new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/k`, StorageClass: 'STANDARD_IA' })
  await server.client.send(copy)
  expect((await head()).StorageClass).toBe('STANDARD_IA')
})

test('an unknown storage class is refused', async () => {
  expect(await failure(put({ StorageClass: 'FROZEN' as never }))).toBe('InvalidStorageClass 400')
})
