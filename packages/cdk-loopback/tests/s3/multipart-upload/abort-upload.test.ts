import { AbortMultipartUploadCommand, ListPartsCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { countBodies, failure } from '../s3-server.ts'
import { object, useMultipartUploads } from './multipart-fixture.ts'

const { server, create, upload, complete } = useMultipartUploads()

test('aborting removes an upload and its parts', async () => {
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
