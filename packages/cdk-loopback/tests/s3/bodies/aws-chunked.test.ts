import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { signerOf, signHeaders } from '../../signing.ts'
import { bucket, checksumOf, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const read = async (Key: string) => {
  const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  return answer.Body?.transformToString()
}

const chunks = ['z'.repeat(65_536), 'hello']
const whole = chunks.join('')
const trailer = { 'x-amz-checksum-crc32': checksumOf('CRC32', whole) }
const signedWord = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'

test('signed chunks with a signed trailer are decoded, wherever the network cuts them', async () => {
  for (const cut of [1, 3, 7, 1000]) {
    expect(await putSigned({ trailer, cut })).toEqual({ status: 200, code: undefined })
    expect(await read('framed')).toBe(whole)
  }
})

test('signed chunks need no trailer', async () => {
  expect(await putSigned({})).toEqual({ status: 200, code: undefined })
})

test.each<[string, Partial<SignedUpload>]>([
  ['a changed chunk', { tamper: (body) => body.replace('hello', 'hallo') }],
  ['a chunk without a signature', { tamper: (body) => body.replace(/;chunk-signature=[0-9a-f]{64}/, '') }],
  ['a last chunk without a signature', { tamper: (body) => body.replace(/\n0;chunk-signature=[0-9a-f]{64}/, '\n0') }],
  ['a chunk that is left out', { tamper: (body) => body.slice(body.indexOf('\n5;') + 1), length: 5 }],
  ['an unsigned trailer', { trailer, tamper: (body) => body.replace(/x-amz-trailer-signature.*\r\n/, '') }],
  ['a changed trailer', { trailer, tamper: (body) => body.replace(/(crc32:)..../, '$1AAAA') }],
])('%s is SignatureDoesNotMatch, and nothing is stored', async (_, upload) => {
  expect(await putSigned({ ...upload, key: 'forged' })).toEqual({ status: 403, code: 'SignatureDoesNotMatch' })
  expect(await failure(read('forged'))).toBe('NoSuchKey 404')
})

const framed = `10000\r\n${'z'.repeat(65_536)}\r\n5\r\nhello\r\n0\r\n`
const trailerLine = `x-amz-checksum-crc32:${trailer['x-amz-checksum-crc32']}\r\n`

test.each([
  ['a wrong trailer', `${framed}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`, 65541, 'BadDigest'],
  ['a promised trailer that is missing', `${framed}\r\n`, 65541, 'MalformedTrailerError'],
  ['fewer bytes than promised', `${framed}${trailerLine}\r\n`, 65542, 'IncompleteBody'],
  ['a last chunk that is missing', '5\r\nhello\r\n', 5, 'IncompleteBody'],
  ['a chunk that is cut off', '5\r\nhel', 5, 'IncompleteBody'],
  ['a size that is no number', 'five\r\nhello\r\n0\r\n\r\n', 5, 'InvalidRequest'],
  ['a chunk longer than its size', '3\r\nhello\r\n0\r\n\r\n', 5, 'InvalidRequest'],
  ['no framing at all', 'x'.repeat(100_000), 100_000, 'InvalidRequest'],
  ['bytes after its end', `${framed}${trailerLine}\r\nmore`, 65541, 'InvalidRequest'],
  ['an end without a blank line', `${framed}${trailerLine}`, 65541, 'IncompleteBody'],
  ['a trailer that was not promised', `${framed}${trailerLine}x-other:1\r\n\r\n`, 65541, 'MalformedTrailerError'],
])('a framed body with %s is refused', async (_, body, length, code) => {
  const word = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  const url = `${server.url}/${bucket}/framed`
  const headers = await signFraming(url, word, length, ['x-amz-checksum-crc32'], new Date())
  expect(await send(url, headers, body)).toEqual({ status: 400, code })
})

test('the rest of a body passes after a chunk that is refused, so that the connection stays usable', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const url = `${server.url}/${bucket}/framed`
  const body = `2000;chunk-signature=${'0'.repeat(64)}\r\n${'z'.repeat(20_000_000)}`
  const headers = await signFraming(url, signedWord, 20_000_000, [], new Date())
  const ask = (method: string, signed: Record<string, string>, text: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const length = { 'content-length': String(text.length) }
      const outgoing = request(url, { method, agent, headers: { ...signed, ...length } }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode))
      })
      outgoing.once('error', reject).end(text)
    })
  expect(await ask('PUT', headers, body)).toBe(403)
  expect(await ask('DELETE', await signHeaders(url, { method: 'DELETE' }), '')).toBe(204)
})

test('only the last chunk may be smaller than 8 KiB', async () => {
  const word = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  const url = `${server.url}/${bucket}/framed`
  const headers = await signFraming(url, word, 10, ['x-amz-checksum-crc32'], new Date())
  const sum = checksumOf('CRC32', 'hellohello')
  const body = `5\r\nhello\r\n5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`
  expect(await send(url, headers, body)).toEqual({ status: 403, code: 'InvalidChunkSizeError' })
})

test('a chunked upload says how long its content is', async () => {
  const url = `${server.url}/${bucket}/framed`
  const headers = await signHeaders(url, { method: 'PUT', headers: { 'x-amz-content-sha256': signedWord } })
  expect(await send(url, headers, framed)).toEqual({ status: 411, code: 'MissingContentLength' })
})

test.each([
  ['no checksum', ['x-other']],
  ['several checksums', ['x-amz-checksum-crc32', 'x-amz-checksum-sha1']],
])('a trailer header that names %s is refused', async (_, names) => {
  const url = `${server.url}/${bucket}/framed`
  const headers = await signFraming(url, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 65541, names, new Date())
  expect(await send(url, headers, `${framed}\r\n`)).toEqual({ status: 400, code: 'InvalidRequest' })
})

type SignedUpload = {
  readonly key: string
  readonly trailer: Readonly<Record<string, string>>
  /** Bytes that are sent at a time. */
  readonly cut: number
  /** Bytes that the request promises. */
  readonly length: number
  readonly tamper: (body: string) => string
}

/** Uploads `chunks` as a client does that signs each of them. */
async function putSigned({ key = 'framed', trailer = {}, cut, length = whole.length, tamper }: Partial<SignedUpload>) {
  const at = new Date()
  const names = Object.keys(trailer)
  const word = names.length > 0 ? `${signedWord}-TRAILER` : signedWord
  const url = `${server.url}/${bucket}/${key}`
  const headers = await signFraming(url, word, length, names, at)
  const body = await signChunks(headers.authorization ?? '', trailer, at)
  return send(url, headers, tamper ? tamper(body) : body, cut)
}

function signFraming(url: string, word: string, length: number, trailers: readonly string[], at: Date) {
  const headers = {
    'x-amz-content-sha256': word,
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(length),
    ...(trailers.length > 0 && { 'x-amz-trailer': trailers.join() }),
  }
  return signHeaders(url, { method: 'PUT', headers, at })
}

async function signChunks(authorization: string, trailer: SignedUpload['trailer'], at: Date): Promise<string> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`
  let signature = /Signature=(\w+)/.exec(authorization)?.[1] ?? ''
  const sign = async (kind: string, hashes: readonly string[]) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, time, scope, signature, ...hashes].join('\n')
    signature = await signerOf({}).sign(text, { signingDate: at })
    return signature
  }
  let body = ''
  for (const chunk of [...chunks, '']) {
    const chunkSignature = await sign('PAYLOAD', [hash(''), hash(chunk)])
    body += `${chunk.length.toString(16)};chunk-signature=${chunkSignature}\r\n${chunk}${chunk && '\r\n'}`
  }
  const lines = Object.entries(trailer).map((entry) => entry.join(':'))
  if (lines.length === 0) return `${body}\r\n`
  const trailerSignature = await sign('TRAILER', [hash(lines.map((line) => `${line}\n`).join(''))])
  return `${body}${lines.map((line) => `${line}\r\n`).join('')}x-amz-trailer-signature:${trailerSignature}\r\n\r\n`
}

async function send(url: string, headers: Record<string, string>, body: string, cut = 4000) {
  const outgoing = request(url, { method: 'PUT', headers: { ...headers, 'content-length': String(body.length) } })
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
