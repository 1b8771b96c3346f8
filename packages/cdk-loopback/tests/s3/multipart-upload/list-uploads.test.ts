import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { bucket as Bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const create = async (Key: string) =>
  (await server.client.send(new CreateMultipartUploadCommand({ Bucket, Key, StorageClass: 'STANDARD_IA' }))).UploadId ??
  ''
const list = (input: Partial<ListMultipartUploadsCommandInput> = {}) =>
  server.client.send(new ListMultipartUploadsCommand({ Bucket, ...input }))

test('open uploads are listed by key, with common prefixes, page by page', async () => {
  const ids = [await create('b'), await create('a/1'), await create('a/2'), await create('b')]
  const whole = await list({ Delimiter: '/' })
  expect(whole.CommonPrefixes).toEqual([{ Prefix: 'a/' }])
  expect(whole.Uploads?.map(({ Key }) => Key)).toEqual(['b', 'b'])
  expect(whole.Uploads?.[0]).toMatchObject({ StorageClass: 'STANDARD_IA', Initiated: expect.any(Date) })
  const pages: (string | undefined)[][] = []
  let markers: Partial<ListMultipartUploadsCommandInput> = {}
  for (let more = true; more; ) {
    const page = await list({ MaxUploads: 1, ...markers })
    pages.push(page.Uploads?.map(({ Key }) => Key) ?? [])
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    more = page.IsTruncated ?? false
  }
  expect(pages).toEqual([['a/1'], ['a/2'], ['b'], ['b']])
  const prefixed = await list({ Delimiter: '/', MaxUploads: 1 })
  expect([prefixed.CommonPrefixes, prefixed.IsTruncated]).toEqual([[{ Prefix: 'a/' }], true])
  const rest = await list({ Delimiter: '/', KeyMarker: prefixed.NextKeyMarker })
  expect([rest.CommonPrefixes, rest.Uploads?.length]).toEqual([undefined, 2])
  await server.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'b', UploadId: ids[0] }))
  expect((await list({ Prefix: 'b' })).Uploads?.map(({ UploadId }) => UploadId)).toEqual([ids[3]])
})

test('a number of uploads that S3 does not take is refused', async () => {
  expect(await failure(list({ MaxUploads: -1 }))).toBe('InvalidArgument 400')
})
