import { createHash } from 'node:crypto'
import {
  type CompletedPart,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { ChecksumAlgorithm } from '../../../src/s3/bodies/checksum.ts'
import { bucket, checksumOf, countBodies, failure } from '../s3-server.ts'
import { object, useMultipartUploads } from './multipart-fixture.ts'

const { server, create, upload, complete } = useMultipartUploads()
const mebibyte = 1024 ** 2
const pieces = [Buffer.alloc(5 * mebibyte, 'abc'), Buffer.from('the end')]
const md5 = (data: Buffer) => createHash('md5').update(data).digest()
const etagOf = (parts: readonly Buffer[]) => `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`

test('parts become one object, whatever the order of their upload', async () => {
  const { client, service } = server
  const UploadId = await create({ ContentType: 'text/plain', Metadata: { m: '1' }, Tagging: 'a=b' })
  const uploaded = await Promise.all([2, 1].map((number) => upload(UploadId, number, pieceOf(number))))
  const parts = uploaded.sort((one, other) => (one.PartNumber ?? 0) - (other.PartNumber ?? 0))
  const { ETag } = await complete(UploadId, parts)
  expect(ETag).toBe(etagOf(pieces))

  const answer = await client.send(new GetObjectCommand(object))
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? [])
  expect(body.equals(Buffer.concat(pieces))).toBe(true)
  expect(answer).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { m: '1' }, TagCount: 1 })
  const event = service.pendingEvents(1000).at(-1)?.record
  expect(event).toMatchObject({
    eventName: 'ObjectCreated:CompleteMultipartUpload',
    s3: { object: { key: 'big+object', size: body.length, eTag: ETag?.slice(1, -1) } },
  })
  expect(await countBodies(server.folder)).toBe(1)
})

test('a part of a finished object can be read by its number', async () => {
  await uploadWhole()
  const second = await server.client.send(new GetObjectCommand({ ...object, PartNumber: 2 }))
  expect(second.PartsCount).toBe(2)
  expect(second.ContentRange).toBe(`bytes ${5 * mebibyte}-${5 * mebibyte + 6}/${5 * mebibyte + 7}`)
  expect(pieceOf(2).equals(Buffer.from((await second.Body?.transformToByteArray()) ?? []))).toBe(true)
})

test('a copy of a multipart object has a plain MD5 as ETag', async () => {
  await uploadWhole()
  const CopySource = `${bucket}/${encodeURIComponent(object.Key)}`
  const copy = await server.client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource }))
  expect(copy.CopyObjectResult?.ETag).toBe(`"${md5(Buffer.concat(pieces)).toString('hex')}"`)
  await server.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'copy' }))
})

test.each([
  ['CRC32', 'COMPOSITE', compositeOf('CRC32')],
  ['SHA256', 'COMPOSITE', compositeOf('SHA256')],
  ['CRC32', 'FULL_OBJECT', checksumOf('CRC32', Buffer.concat(pieces))],
  ['CRC32C', 'FULL_OBJECT', checksumOf('CRC32C', Buffer.concat(pieces))],
  ['CRC64NVME', 'FULL_OBJECT', checksumOf('CRC64NVME', Buffer.concat(pieces))],
] as const)('a %s of type %s is computed and checked', async (ChecksumAlgorithm, ChecksumType, expected) => {
  const field = `Checksum${ChecksumAlgorithm}`
  const UploadId = await create({ ChecksumAlgorithm, ChecksumType })
  const parts = await uploadAll(UploadId, { ChecksumAlgorithm })
  const wrong = checksumOf(ChecksumAlgorithm, Buffer.from('wrong'))
  const damaged = parts.map((part) => ({ ...part, [field]: wrong }))
  expect(await failure(complete(UploadId, damaged))).toBe('InvalidPart 400')
  expect(await failure(complete(UploadId, parts, { [field]: wrong }))).toBe('BadDigest 400')
  const answer = await complete(UploadId, parts, { [field]: expected, ChecksumType })
  expect(answer).toMatchObject({ [field]: expected, ChecksumType })
  const head = await server.client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }))
  expect(head).toMatchObject({ [field]: expected, ChecksumType })
})

test('a wrong list of parts is refused, and the upload stays open', async () => {
  const UploadId = await create()
  const small = await upload(UploadId, 1, Buffer.from('small'))
  const last = await upload(UploadId, 2, Buffer.from('last'))
  expect(await failure(complete(UploadId, [small, last]))).toBe('EntityTooSmall 400')
  expect(await failure(complete(UploadId, [last, small]))).toBe('InvalidPartOrder 400')
  expect(await failure(complete(UploadId, [last, last]))).toBe('InvalidPartOrder 400')
  expect(await failure(complete(UploadId, [{ ...small, ETag: last.ETag }]))).toBe('InvalidPart 400')
  expect(await failure(complete(UploadId, [{ ...small, PartNumber: 7 }]))).toBe('InvalidPart 400')
  expect(await failure(complete(UploadId, []))).toBe('MalformedXML 400')
  expect(await failure(complete(UploadId, [small], { MpuObjectSize: 6 }))).toBe('InvalidRequest 400')
  expect(await failure(server.client.send(new HeadObjectCommand(object)))).toBe('NotFound 404')
  await complete(UploadId, [small])
})

test('completion may be conditional', async () => {
  const UploadId = await create()
  const part = await upload(UploadId, 1, Buffer.from('x'))
  await server.client.send(new PutObjectCommand({ ...object, Body: 'there already' }))
  expect(await failure(complete(UploadId, [part], { IfNoneMatch: '*' }))).toBe('PreconditionFailed 412')
  await complete(UploadId, [part])
})

test('only one of several concurrent completions succeeds', async () => {
  const UploadId = await create()
  const parts = await uploadAll(UploadId)
  const results = await Promise.all([1, 2, 3].map(() => failure(complete(UploadId, parts))))
  expect(results.filter((result) => result === 'no failure')).toHaveLength(1)
  expect(results.filter((result) => result === 'OperationAborted 409' || result === 'NoSuchUpload 404')).toHaveLength(2)
})

function pieceOf(number: number): Buffer {
  return pieces[number - 1] ?? Buffer.alloc(0)
}

async function uploadAll(UploadId: string, more = {}): Promise<CompletedPart[]> {
  return Promise.all(pieces.map((piece, index) => upload(UploadId, index + 1, piece, more)))
}

async function uploadWhole(): Promise<void> {
  const UploadId = await create()
  await complete(UploadId, await uploadAll(UploadId))
}

function compositeOf(algorithm: ChecksumAlgorithm): string {
  const sums = pieces.map((piece) => Buffer.from(checksumOf(algorithm, piece), 'base64'))
  return `${checksumOf(algorithm, Buffer.concat(sums))}-${pieces.length}`
}
