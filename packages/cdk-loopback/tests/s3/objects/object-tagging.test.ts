import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const object = { Bucket: bucket, Key: 'tagged' }
const tagsNow = async () => (await server.client.send(new GetObjectTaggingCommand(object))).TagSet
const tag = (TagSet: Tag[], more = {}) =>
  server.client.send(new PutObjectTaggingCommand({ ...object, ...more, Tagging: { TagSet } }))

test('tags are set by an upload, replaced and removed without changing the body', async () => {
  const { client } = server
  await client.send(new PutObjectCommand({ ...object, Body: 'body!', Tagging: 'k=v&a%20b=c%2Bd' }))
  expect(await tagsNow()).toEqual([
    { Key: 'k', Value: 'v' },
    { Key: 'a b', Value: 'c+d' },
  ])
  await tag([{ Key: 'ü/@', Value: '' }])
  expect(await tagsNow()).toEqual([{ Key: 'ü/@', Value: '' }])
  const answer = await client.send(new GetObjectCommand(object))
  expect([answer.TagCount, await answer.Body?.transformToString()]).toEqual([1, 'body!'])
  await client.send(new DeleteObjectTaggingCommand(object))
  expect(await tagsNow()).toEqual([])
})

test('more than ten tags, a repeated key or a long value are refused', async () => {
  const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
  expect(await failure(tag(eleven))).toBe('BadRequest 400')
  expect(await failure(tag([eleven[0], eleven[0]].flatMap((one) => one ?? [])))).toBe('InvalidTag 400')
  expect(await failure(tag([{ Key: 'k', Value: 'v'.repeat(257) }]))).toBe('InvalidTag 400')
  const put = new PutObjectCommand({ ...object, Body: 'x', Tagging: 'a=1&a=2' })
  expect(await failure(server.client.send(put))).toBe('InvalidArgument 400')
})

test.each([
  ['a sign that tags cannot contain', [{ Key: 'k', Value: '<v>' }]],
  ['the prefix of the tags of AWS', [{ Key: 'aws:k', Value: 'v' }]],
])('%s is InvalidTag', async (_, tags) => {
  expect(await failure(tag(tags))).toBe('InvalidTag 400')
})

test.each([
  ['a set', '<Tagging></Tagging>'],
  ['a key', '<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>'],
  ['a value', '<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>'],
])('tags without %s are MalformedXML, and change nothing', async (_, body) => {
  await tag([{ Key: 'kept', Value: '1' }])
  const answer = await signedFetch(`${server.url}/${bucket}/tagged?tagging`, { method: 'PUT', body })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')])
  expect(await tagsNow()).toEqual([{ Key: 'kept', Value: '1' }])
})

test('the tags of a missing object cannot be read or changed', async () => {
  const missing = { Bucket: bucket, Key: 'missing' }
  expect(await failure(server.client.send(new GetObjectTaggingCommand(missing)))).toBe('NoSuchKey 404')
  expect(await failure(tag([], missing))).toBe('NoSuchKey 404')
})
