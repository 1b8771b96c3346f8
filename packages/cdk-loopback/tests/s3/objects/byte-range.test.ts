import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string | Buffer, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))

test.each([
  ['bytes=1-3', '123', 'bytes 1-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=-50', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-500', '89', 'bytes 8-9/10'],
  ['bytes=5-3', '0123456789', undefined],
  ['lines=1-3', '0123456789', undefined],
  ['bytes=0-1,4-5', '0123456789', undefined],
])('the range %s of ten digits is %s', async (Range, body, contentRange) => {
  await put('digits', '0123456789')
  const answer = await get('digits', { Range })
  expect(await answer.Body?.transformToString()).toBe(body)
  expect(answer.ContentRange).toBe(contentRange)
  expect(answer.$metadata.httpStatusCode).toBe(contentRange ? 206 : 200)
  expect(answer.ContentLength).toBe(body.length)
})

test.each(['bytes=10-', 'bytes=50-60', 'bytes=-0'])('the range %s of ten bytes is not satisfiable', async (Range) => {
  await put('digits', '0123456789')
  expect(await failure(get('digits', { Range }))).toBe('InvalidRange 416')
})

test('an object that was uploaded in one request has one part', async () => {
  await put('whole', 'abc')
  const answer = await get('whole', { PartNumber: 1 })
  expect(await answer.Body?.transformToString()).toBe('abc')
  expect(answer.ContentRange).toBe('bytes 0-2/3')
  expect(await failure(get('whole', { PartNumber: 2 }))).toBe('InvalidPartNumber 416')
})
