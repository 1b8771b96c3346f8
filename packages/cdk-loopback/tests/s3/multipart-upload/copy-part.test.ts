import { createHash } from 'node:crypto'
import { GetObjectCommand, PutObjectCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3'
import { beforeAll, expect, test } from 'vitest'
import { bucket, checksumOf, failure } from '../s3-server.ts'
import { object, useMultipartUploads } from './multipart-fixture.ts'

const { server, create, upload, complete } = useMultipartUploads()
const source = Buffer.alloc(6 * 1024 ** 2, 'abcdefghij')
const CopySource = `${bucket}/source`

beforeAll(
  async () => void (await server.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'source', Body: source }))),
)

const copy = (UploadId: string, PartNumber: number, more: Partial<UploadPartCopyCommand['input']> = {}) =>
  server.client.send(new UploadPartCopyCommand({ ...object, UploadId, PartNumber, CopySource, ...more }))

test('parts are copied whole or by range, beside uploaded ones', async () => {
  const id = await create()
  const whole = await copy(id, 1)
  expect(whole.CopyPartResult?.ETag).toBe(`"${createHash('md5').update(source).digest('hex')}"`)
  const part = await copy(id, 2, { CopySourceRange: 'bytes=3-5242885' })
  const last = await upload(id, 3, Buffer.from('end'))
  await complete(id, [
    { PartNumber: 1, ETag: whole.CopyPartResult?.ETag },
    { PartNumber: 2, ETag: part.CopyPartResult?.ETag },
    last,
  ])
  const { Body } = await server.client.send(new GetObjectCommand(object))
  const joined = Buffer.concat([source, source.subarray(3, 5_242_886), Buffer.from('end')])
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(joined)).toBe(true)
})

test('a copied part has the checksum of its upload', async () => {
  const id = await create({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
  const { CopyPartResult } = await copy(id, 1)
  expect(CopyPartResult?.ChecksumCRC32).toBe(checksumOf('CRC32', source))
  const completed = await complete(id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
  expect(completed.ChecksumCRC32).toBe(checksumOf('CRC32', source))
})

test.each([
  ['a range without an end', { CopySourceRange: 'bytes=0-' }, 'InvalidArgument 400'],
  ['a range beyond the source', { CopySourceRange: `bytes=0-${source.length}` }, 'InvalidRange 416'],
  ['a missing source', { CopySource: `${bucket}/none` }, 'NoSuchKey 404'],
  ['a condition that does not hold', { CopySourceIfMatch: '"other"' }, 'PreconditionFailed 412'],
  ['an unknown upload', { UploadId: 'none' }, 'NoSuchUpload 404'],
  ['a part number that S3 does not have', { PartNumber: 10_001 }, 'InvalidArgument 400'],
])('%s is refused', async (_, input, expected) => {
  expect(await failure(copy(await create(), 1, input))).toBe(expected)
})
