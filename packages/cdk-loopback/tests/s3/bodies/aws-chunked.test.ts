import { request } from 'node:http'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { bucket, checksumOf, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const read = async (Key: string) => {
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  return answer.Body?.transformToString()
}

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
