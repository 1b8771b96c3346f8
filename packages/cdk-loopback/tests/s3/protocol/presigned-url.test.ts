import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { presign, type Unsigned } from '../../signing.ts'
import { bucket, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const urlOf = (key: string, parameters: Record<string, string>) =>
  `${server.url}/${bucket}/${key}?${new URLSearchParams(parameters)}`
const presigned = (key: string, parameters: Record<string, string>, request: Unsigned = {}) =>
  presign(urlOf(key, parameters), 60, request)

test('a presigned GET reads the object and its checksum', async () => {
  await server.client.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'content', ChecksumAlgorithm: 'CRC32' }),
  )
  const answer = await fetch(await presigned('k', { 'x-id': 'GetObject', 'x-amz-checksum-mode': 'ENABLED' }))
  expect([await answer.text(), answer.headers.has('x-amz-checksum-crc32')]).toEqual(['content', true])
})

test('a presigned PUT takes its metadata from the URL, and ignores the checksum of an empty body that the SDK signs', async () => {
  const parameters = {
    'x-id': 'PutObject',
    'x-amz-meta-a': '1',
    'x-amz-checksum-crc32': 'AAAAAA==',
    'x-amz-sdk-checksum-algorithm': 'CRC32',
  }
  const url = await presigned('put', parameters, { method: 'PUT' })
  expect((await fetch(url, { method: 'PUT', body: 'presigned' })).status).toBe(200)
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'put' }))
  expect([await answer.Body?.transformToString(), answer.Metadata]).toEqual(['presigned', { a: '1' }])
})
