import { createHash } from 'node:crypto'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { checksumAlgorithms } from '../../../src/s3/bodies/checksum.ts'
import { signedFetch, signHeaders } from '../../signing.ts'
import { bucket, checksumOf, countBodies, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string | Buffer | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const read = async (Key: string) => {
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  return answer.Body?.transformToString()
}

test.each([...checksumAlgorithms])(
  '%s is verified in a header and a trailer, stored and returned',
  async (algorithm) => {
    const ChecksumAlgorithm: ChecksumAlgorithm = algorithm
    const field = `Checksum${algorithm}` as const
    const parts = ['part1-'.padEnd(8192, '.'), 'part2']
    const expected = checksumOf(algorithm, parts.join(''))
    const inHeader = await put('sum', parts.join(''), { ChecksumAlgorithm })
    expect(inHeader[field]).toBe(expected)
    const stream = Readable.from(parts.map((part) => Buffer.from(part)))
    const inTrailer = await put('sum', stream, { ChecksumAlgorithm, ContentLength: 8197, ContentEncoding: 'br' })
    expect(inTrailer[field]).toBe(expected)
    const head = await server.client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: 'sum', ChecksumMode: 'ENABLED' }),
    )
    expect(head).toMatchObject({
      [field]: expected,
      ChecksumType: 'FULL_OBJECT',
      ContentLength: 8197,
      ContentEncoding: 'br',
    })
    expect(await read('sum')).toBe(parts.join(''))
  },
)

test.each([...checksumAlgorithms])('a wrong %s is BadDigest and stores nothing', async (algorithm) => {
  const wrong = checksumOf(algorithm, 'something else')
  expect(await failure(put('bad', 'xyz', { [`Checksum${algorithm}`]: wrong }))).toBe('BadDigest 400')
  expect(await failure(read('bad'))).toBe('NoSuchKey 404')
})

test('a refused body leaves no file', async () => {
  const before = await countBodies(server.folder)
  expect(await failure(put('bad', 'xyz', { ChecksumCRC32: 'AAAAAA==' }))).toBe('BadDigest 400')
  expect(await countBodies(server.folder)).toBe(before)
})

test('an interrupted upload stores nothing and leaves no file', async () => {
  const before = await countBodies(server.folder)
  const outgoing = await openUpload('broken', { 'content-length': '200000' })
  outgoing.write('only this'.repeat(10_000)) // a short body is kept in memory until its end
  await expect.poll(() => countBodies(server.folder)).toBe(before + 1)
  outgoing.destroy()
  await expect.poll(() => countBodies(server.folder)).toBe(before)
  expect(await failure(read('broken'))).toBe('NoSuchKey 404')
})

test('Content-MD5 is verified', async () => {
  const ContentMD5 = createHash('md5').update('xyz').digest('base64')
  await put('md5', 'xyz', { ContentMD5 })
  expect(await failure(put('md5', 'abc', { ContentMD5 }))).toBe('BadDigest 400')
  expect(await failure(put('md5', 'abc', { ContentMD5: 'short' }))).toBe('InvalidDigest 400')
  expect(await read('md5')).toBe('xyz')
})

const crc32 = { 'x-amz-checksum-crc32': checksumOf('CRC32', 'xyz') }
const crc32Trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' }

test.each<[string, Record<string, string>, string]>([
  ['two checksums', { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'InvalidRequest'],
  ['a malformed checksum', { 'x-amz-checksum-crc32': 'AAAA' }, 'InvalidRequest'],
  ['an algorithm without a value', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
  ['the algorithm of another checksum', { ...crc32, 'x-amz-sdk-checksum-algorithm': 'SHA256' }, 'InvalidRequest'],
  ['an unknown algorithm', { ...crc32, 'x-amz-sdk-checksum-algorithm': 'CRC16' }, 'InvalidRequest'],
  ['a checksum in a header and a trailer', { ...crc32, ...crc32Trailer }, 'InvalidRequest'],
  ['a wrong payload hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
])('%s is refused', async (_, headers, code) => {
  const answer = await signedFetch(`${server.url}/${bucket}/bad`, {
    method: 'PUT',
    headers,
    body: 'xyz',
  })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`<Code>${code}</Code>`)])
})

test('an upload of unknown length is refused, as on S3', async () => {
  const outgoing = await openUpload('bad', { 'transfer-encoding': 'chunked' })
  outgoing.end('xyz')
  expect(await readAnswer(outgoing)).toEqual([411, expect.stringContaining('MissingContentLength')])
})

test('more than 5 GiB in one request is EntityTooLarge before any byte is sent', async () => {
  const outgoing = await openUpload('huge', { 'content-length': String(5 * 1024 ** 3 + 1) })
  outgoing.flushHeaders()
  expect(await readAnswer(outgoing)).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')])
  outgoing.destroy()
})

/** Opens a signed upload whose body is not covered by the signature. */
async function openUpload(key: string, headers: Record<string, string>) {
  const url = `${server.url}/${bucket}/${key}`
  const signed = await signHeaders(url, { method: 'PUT', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })
  return request(url, { method: 'PUT', headers: { ...signed, ...headers } }).on('error', () => {})
}

async function readAnswer(outgoing: ClientRequest): Promise<readonly [status: number | undefined, text: string]> {
  const answer = await new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve))
  return [answer.statusCode, (await answer.toArray()).join('')]
}
