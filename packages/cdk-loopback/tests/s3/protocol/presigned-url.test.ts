import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { bucket, useS3Server } from '../s3-server.ts'

const server = useS3Server()

/** Returns a URL with a wrong signature, because signatures are not checked. */
function presign(key: string, signed: string, seconds: number, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Credential': 'operator/20260101/us-east-1/s3/aws4_request',
    'X-Amz-Date': signed,
    'X-Amz-Expires': String(seconds),
    'X-Amz-Signature': '00',
    'X-Amz-SignedHeaders': 'host',
    ...more,
  })
  return `${server.url}/${bucket}/${key}?${parameters}`
}

test('a presigned GET works until it expires', async () => {
  await server.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'content' }))
  const url = presign('k', '20260101T000000Z', 60, { 'x-id': 'GetObject', 'x-amz-checksum-mode': 'ENABLED' })
  server.now = () => new Date('2026-01-01T00:01:00Z')
  expect(await (await fetch(url)).text()).toBe('content')
  server.now = () => new Date('2026-01-01T00:01:01Z')
  const late = await fetch(url)
  expect(late.status).toBe(403)
  expect(await late.text()).toMatch(/<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/)
})

test('a presigned PUT takes its metadata from the URL, and ignores the checksum of an empty body that the SDK signs', async () => {
  server.now = () => new Date('2026-01-01T00:00:01Z')
  const url = presign('put', '20260101T000000Z', 60, {
    'x-id': 'PutObject',
    'x-amz-meta-a': '1',
    'x-amz-checksum-crc32': 'AAAAAA==',
    'x-amz-sdk-checksum-algorithm': 'CRC32',
  })
  expect((await fetch(url, { method: 'PUT', body: 'presigned' })).status).toBe(200)
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'put' }))
  expect([await answer.Body?.transformToString(), answer.Metadata]).toEqual(['presigned', { a: '1' }])
})

test('a URL with signature version 2, as from aws s3 presign, expires as well', async () => {
  await server.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'content' }))
  const expires = Date.parse('2026-01-01T00:01:00Z') / 1000
  const url = `${server.url}/${bucket}/k?AWSAccessKeyId=operator&Signature=x%3D&Expires=${expires}`
  server.now = () => new Date('2026-01-01T00:01:00Z')
  expect((await fetch(url)).status).toBe(200)
  server.now = () => new Date('2026-01-01T00:01:01Z')
  expect((await fetch(url)).status).toBe(403)
})

test.each([
  ['20260101', 60],
  ['20260101T000000Z', 0],
  ['20260101T000000Z', 604_801],
  ['20261301T000000Z', 60],
])('a URL signed at %s for %i seconds is malformed', async (signed, seconds) => {
  const answer = await fetch(presign('k', signed, seconds))
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining('AuthorizationQueryParametersError'),
  ])
})
