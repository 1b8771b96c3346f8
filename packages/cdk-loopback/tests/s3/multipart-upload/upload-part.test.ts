import { GetObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { countBodies, failure } from '../s3-server.ts'
import { object, useMultipartUploads } from './multipart-fixture.ts'

const { server, create, upload, complete } = useMultipartUploads()

test('a part with a checksum other than the upload’s is refused', async () => {
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

test('an upload belongs to its key, and a part number is between 1 and 10,000', async () => {
  const UploadId = await create()
  const other = new UploadPartCommand({ ...object, Key: 'other', UploadId, PartNumber: 1, Body: 'x' })
  expect(await failure(server.client.send(other))).toBe('NoSuchUpload 404')
  for (const number of [0, 10_001]) {
    expect(await failure(upload(UploadId, number, Buffer.from('x')))).toBe('InvalidArgument 400')
  }
})

test.each(['0', '10001', '%2B1', '0x1', '1e2', '1.0', ''])('the part number %s is InvalidArgument', async (number) => {
  const UploadId = await create()
  const url = `${server.url}/${object.Bucket}/${object.Key}?partNumber=${number}&uploadId=${UploadId}`
  const answer = await signedFetch(url, { method: 'PUT', body: 'x' })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')])
})
