import { createHash } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { checksumAlgorithms, startChecksum } from '../../../src/s3/bodies/checksum.ts'
import { bucket, checksumOf, countBodies, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string | Buffer | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const read = async (Key: string) => {
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  return answer.Body?.transformToString()
}

// The check values that the catalogue of CRC algorithms and FIPS 180 give for these nine bytes.
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('the %s of "123456789" is %s, in pieces as well', (algorithm, expected) => {
  const digest = startChecksum(algorithm)
  for (const piece of ['12', '', '3456', '789']) digest.update(Buffer.from(piece))
  expect(digest.digest().toString('hex')).toBe(expected)
})

test.each([...checksumAlgorithms])(
  '%s is verified in a header and a trailer, stored and given back',
  async (algorithm) => {
    const ChecksumAlgorithm: ChecksumAlgorithm = algorithm
    const field = `Checksum${algorithm}` as const
    const expected = checksumOf(algorithm, 'part1-part2')
    const inHeader = await put('sum', 'part1-part2', { ChecksumAlgorithm })
    expect(inHeader[field]).toBe(expected)
    const stream = Readable.from([Buffer.from('part1-'), Buffer.from('part2')])
    const inTrailer = await put('sum', stream, { ChecksumAlgorithm, ContentLength: 11, ContentEncoding: 'br' })
    expect(inTrailer[field]).toBe(expected)
    const head = await server.client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: 'sum', ChecksumMode: 'ENABLED' }),
    )
    expect(head).toMatchObject({
      [field]: expected,
      ChecksumType: 'FULL_OBJECT',
      ContentLength: 11,
      ContentEncoding: 'br',
    })
    expect(await read('sum')).toBe('part1-part2')
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

test('an upload that breaks off stores nothing and leaves no file', async () => {
  const before = await countBodies(server.folder)
  const outgoing = request(`${server.url}/${bucket}/broken`, { method: 'PUT', headers: { 'content-length': '100' } })
  outgoing.on('error', () => {})
  outgoing.write('only this')
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

test.each([
  ['two checksums', { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'InvalidRequest'],
  ['a malformed checksum', { 'x-amz-checksum-crc32': 'AAAA' }, 'InvalidRequest'],
  ['an algorithm without a value', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
  ['a wrong payload hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
])('%s is refused', async (_, headers, code) => {
  const answer = await fetch(`${server.url}/${bucket}/bad`, { method: 'PUT', headers, body: 'xyz' })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`<Code>${code}</Code>`)])
})

test('an upload of unknown length is refused, as on S3', async () => {
  const upload: RequestInit & { duplex: 'half' } = { method: 'PUT', body: new Blob(['xyz']).stream(), duplex: 'half' }
  const answer = await fetch(`${server.url}/${bucket}/bad`, upload)
  expect([answer.status, await answer.text()]).toEqual([411, expect.stringContaining('MissingContentLength')])
})

test('more than 5 GiB in one piece is EntityTooLarge before any of it is sent', async () => {
  const headers = { 'content-length': String(5 * 1024 ** 3 + 1) }
  const outgoing = request(`${server.url}/${bucket}/huge`, { method: 'PUT', headers })
  outgoing.on('error', () => {})
  outgoing.flushHeaders()
  const answer = await new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve))
  const text = (await answer.toArray()).join('')
  outgoing.destroy()
  expect([answer.statusCode, text]).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')])
})

const signedChunks = `5;chunk-signature=aa\r\nhello\r\n10000;chunk-signature=bb\r\n${'z'.repeat(65536)}\r\n0;chunk-signature=cc\r\n`
const crcOfSigned = checksumOf('CRC32', `hello${'z'.repeat(65536)}`)

test('signed chunks with a signed trailer are decoded, wherever the network cuts them', async () => {
  const body = `${signedChunks}x-amz-checksum-crc32:${crcOfSigned}\r\nx-amz-trailer-signature:dd\r\n\r\n`
  for (const cut of [1, 3, 7, 1000]) {
    const answer = await putFramed(body, 65541, { 'x-amz-trailer': 'x-amz-checksum-crc32' }, cut)
    expect(answer).toEqual({ status: 200, code: undefined })
    expect(await read('framed')).toBe(`hello${'z'.repeat(65536)}`)
  }
})

test('signed chunks need no trailer', async () => {
  expect(await putFramed(`${signedChunks}\r\n`, 65541)).toEqual({ status: 200, code: undefined })
})

test.each([
  ['a wrong trailer', `${signedChunks}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`, 65541, 'BadDigest'],
  ['a promised trailer that is missing', `${signedChunks}\r\n`, 65541, 'MalformedTrailerError'],
  ['fewer bytes than promised', `${signedChunks}x-amz-checksum-crc32:${crcOfSigned}\r\n\r\n`, 65542, 'IncompleteBody'],
  ['a last chunk that is missing', '5\r\nhello\r\n', 5, 'IncompleteBody'],
  ['a chunk that is cut off', '5\r\nhel', 5, 'IncompleteBody'],
  ['a size that is no number', 'five\r\nhello\r\n0\r\n\r\n', 5, 'InvalidRequest'],
  ['a chunk longer than its size', '3\r\nhello\r\n0\r\n\r\n', 5, 'InvalidRequest'],
  ['no framing at all', 'x'.repeat(100_000), 100_000, 'InvalidRequest'],
])('a framed body with %s is refused', async (_, body, length, code) => {
  const answer = await putFramed(body, length, { 'x-amz-trailer': 'x-amz-checksum-crc32' })
  expect(answer).toEqual({ status: 400, code })
})

async function putFramed(body: string, length: number, headers: Record<string, string> = {}, cut = 4000) {
  const outgoing = request(`${server.url}/${bucket}/framed`, {
    method: 'PUT',
    headers: {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(length),
      'content-length': String(body.length),
      ...headers,
    },
  })
  const answered = new Promise<{ status: number | undefined; code: string | undefined }>((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', async (response) => {
      const text = (await response.toArray()).join('')
      resolve({ status: response.statusCode, code: /<Code>(\w+)/.exec(text)?.[1] })
    })
  })
  for (let at = 0; at < Math.min(body.length, 40 * cut); at += cut) outgoing.write(body.slice(at, at + cut))
  outgoing.end(body.slice(40 * cut))
  return answered
}
