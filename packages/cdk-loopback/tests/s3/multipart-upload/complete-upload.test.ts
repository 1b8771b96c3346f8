import { createHash } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeEach, expect, test } from 'vitest'
import type { ChecksumAlgorithm } from '../../../src/s3/bodies/checksum.ts'
import { bucket, checksumOf, countBodies, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const object = { Bucket: bucket, Key: 'big object' }
const mebibyte = 1024 ** 2
const pieces = [Buffer.alloc(5 * mebibyte, 'abc'), Buffer.from('the end')]
const md5 = (data: Buffer) => createHash('md5').update(data).digest()
const etagOf = (parts: readonly Buffer[]) => `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`

beforeEach(async () => {
  await server.client.send(new DeleteObjectCommand(object))
})

test('parts become one object, whatever the order they came in', async () => {
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

test('a copy of it has the plain MD5', async () => {
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

test('a part with another checksum than the upload asked for is refused', async () => {
  const UploadId = await create({ ChecksumAlgorithm: 'SHA256' })
  const part = { ...object, UploadId, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'CRC32' as const }
  expect(await failure(server.client.send(new UploadPartCommand(part)))).toBe('InvalidRequest 400')
  expect(await failure(create({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }))).toBe('InvalidRequest 400')
})

test('a part may be replaced until the upload is complete', async () => {
  const UploadId = await create()
  await upload(UploadId, 1, Buffer.from('first attempt'))
  const before = await countBodies(server.folder)
  const part = await upload(UploadId, 1, Buffer.from('second attempt'))
  expect(await countBodies(server.folder)).toBe(before)
  await complete(UploadId, [part])
  const answer = await server.client.send(new GetObjectCommand(object))
  expect(await answer.Body?.transformToString()).toBe('second attempt')
})

test('parts are listed in pages', async () => {
  const UploadId = await create()
  for (const number of [2, 5, 9]) await upload(UploadId, number, Buffer.from(`part ${number}`))
  const first = await server.client.send(new ListPartsCommand({ ...object, UploadId, MaxParts: 2 }))
  expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [2, 6],
    [5, 6],
  ])
  expect([first.IsTruncated, first.NextPartNumberMarker]).toEqual([true, '5'])
  const second = await server.client.send(new ListPartsCommand({ ...object, UploadId, PartNumberMarker: '5' }))
  expect([second.IsTruncated, second.Parts?.map(({ PartNumber }) => PartNumber)]).toEqual([false, [9]])
})

test('a wrong list of parts is refused and the upload stays', async () => {
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

test('of two completions at once one is made and the other refused', async () => {
  const UploadId = await create()
  const parts = await uploadAll(UploadId)
  const results = await Promise.all([1, 2, 3].map(() => failure(complete(UploadId, parts))))
  expect(results.filter((result) => result === 'no failure')).toHaveLength(1)
  expect(results.filter((result) => result === 'OperationAborted 409' || result === 'NoSuchUpload 404')).toHaveLength(2)
})

test('an aborted upload is gone with its parts', async () => {
  const before = await countBodies(server.folder)
  const UploadId = await create()
  const part = await upload(UploadId, 1, Buffer.from('x'))
  const abort = new AbortMultipartUploadCommand({ ...object, UploadId })
  await server.client.send(abort)
  expect(await countBodies(server.folder)).toBe(before)
  expect(await failure(server.client.send(abort))).toBe('NoSuchUpload 404')
  expect(await failure(upload(UploadId, 1, Buffer.from('x')))).toBe('NoSuchUpload 404')
  expect(await failure(complete(UploadId, [part]))).toBe('NoSuchUpload 404')
  expect(await failure(server.client.send(new ListPartsCommand({ ...object, UploadId })))).toBe('NoSuchUpload 404')
})

test('an upload belongs to its key, and a part number is between 1 and 10,000', async () => {
  const UploadId = await create()
  const other = new UploadPartCommand({ ...object, Key: 'other', UploadId, PartNumber: 1, Body: 'x' })
  expect(await failure(server.client.send(other))).toBe('NoSuchUpload 404')
  for (const number of [0, 10_001]) {
    expect(await failure(upload(UploadId, number, Buffer.from('x')))).toBe('InvalidArgument 400')
  }
})

function pieceOf(number: number): Buffer {
  return pieces[number - 1] ?? Buffer.alloc(0)
}

async function create(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await server.client.send(new CreateMultipartUploadCommand({ ...object, ...more }))
  return UploadId ?? ''
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer, more = {}): Promise<CompletedPart> {
  const command = new UploadPartCommand({ ...object, UploadId, PartNumber, Body, ...more })
  const { $metadata: _, ServerSideEncryption: _none, ...facts } = await server.client.send(command)
  return { PartNumber, ...facts }
}

async function uploadAll(UploadId: string, more = {}): Promise<CompletedPart[]> {
  return Promise.all(pieces.map((piece, index) => upload(UploadId, index + 1, piece, more)))
}

function complete(UploadId: string, Parts: CompletedPart[], more: Partial<CompleteMultipartUploadCommandInput> = {}) {
  const command = new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts }, ...more })
  return server.client.send(command)
}

async function uploadWhole(): Promise<void> {
  const UploadId = await create()
  await complete(UploadId, await uploadAll(UploadId))
}

function compositeOf(algorithm: ChecksumAlgorithm): string {
  const sums = pieces.map((piece) => Buffer.from(checksumOf(algorithm, piece), 'base64'))
  return `${checksumOf(algorithm, Buffer.concat(sums))}-${pieces.length}`
}
