import { GetObjectAttributesCommand, type ObjectAttributes, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { object, useMultipartUploads } from '../multipart-upload/multipart-fixture.ts'
import { checksumOf } from '../s3-server.ts'

const { server, create, upload, complete } = useMultipartUploads()
const all: ObjectAttributes[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
const describeObject = (ObjectAttributes = all) =>
  server.client.send(new GetObjectAttributesCommand({ ...object, ObjectAttributes }))

test('the requested attributes of an object are listed', async () => {
  await server.client.send(new PutObjectCommand({ ...object, Body: 'content', ChecksumAlgorithm: 'SHA256' }))
  const { ETag, Checksum, ObjectParts, StorageClass, ObjectSize, LastModified } = await describeObject()
  expect({ ETag, Checksum, ObjectParts, StorageClass, ObjectSize }).toEqual({
    ETag: '9a0364b9e99bb480dd25e1f0284c8555',
    Checksum: { ChecksumSHA256: checksumOf('SHA256', 'content'), ChecksumType: 'FULL_OBJECT' },
    ObjectParts: undefined,
    StorageClass: 'STANDARD',
    ObjectSize: 7,
  })
  expect(LastModified).toBeInstanceOf(Date)
  expect((await describeObject(['ObjectSize'])).ETag).toBeUndefined()
})

test('an object that was uploaded in parts has their number', async () => {
  const id = await create()
  await complete(id, [await upload(id, 1, Buffer.alloc(5 * 1024 ** 2)), await upload(id, 2, Buffer.from('rest'))])
  expect((await describeObject()).ObjectParts?.TotalPartsCount).toBe(2)
})

test('unknown attributes, and none, are refused', async () => {
  const url = `${server.url}/${object.Bucket}/${encodeURIComponent(object.Key)}?attributes`
  expect((await signedFetch(url)).status).toBe(400)
  const headers = { 'x-amz-object-attributes': 'Colour' }
  expect(await (await signedFetch(url, { headers })).text()).toContain('<Code>InvalidArgument</Code>')
})
