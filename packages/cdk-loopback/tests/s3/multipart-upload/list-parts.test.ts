import { ListPartsCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { object, useMultipartUploads } from './multipart-fixture.ts'

const { server, create, upload } = useMultipartUploads()

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
