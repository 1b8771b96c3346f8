import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeEach, expect, test } from 'vitest'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const copy = (Key: string, more: Partial<CopyObjectCommandInput> = {}) =>
  server.client.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/source`, ...more }))
const get = (Key: string) => server.client.send(new GetObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }))

beforeEach(async () => {
  const source = { Bucket: bucket, Key: 'source', Body: 'content', ContentType: 'text/plain', Metadata: { a: '1' } }
  await server.client.send(new PutObjectCommand({ ...source, Tagging: 'k=v', WebsiteRedirectLocation: '/x' }))
})

test('a copy has the body, metadata, tags and checksum of its source, but no redirect', async () => {
  const { CopyObjectResult } = await copy('copied')
  const source = await get('source')
  const copied = await get('copied')
  expect(CopyObjectResult?.ETag).toBe(source.ETag)
  expect(copied).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1, ETag: source.ETag })
  expect(copied.ChecksumCRC32).toBe(source.ChecksumCRC32)
  expect(copied.WebsiteRedirectLocation).toBeUndefined()
  expect(await copied.Body?.transformToString()).toBe('content')
})

test('REPLACE takes metadata and tags from the request', async () => {
  await copy('replaced', {
    MetadataDirective: 'REPLACE',
    Metadata: { b: '2' },
    ContentType: 'text/html',
    TaggingDirective: 'REPLACE',
    Tagging: 'n=m',
  })
  expect(await get('replaced')).toMatchObject({ ContentType: 'text/html', Metadata: { b: '2' } })
  const tags = await server.client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'replaced' }))
  expect(tags.TagSet).toEqual([{ Key: 'n', Value: 'm' }])
})

test('an object can be copied to itself only with a change', async () => {
  expect(await failure(copy('source'))).toBe('InvalidRequest 400')
  await copy('source', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } })
  const changed = await get('source')
  expect(changed.Metadata).toEqual({ b: '2' })
  expect(await changed.Body?.transformToString()).toBe('content')
})

test('a copy goes to another bucket and outlives its source', async () => {
  server.service.createBucket('other-bucket')
  await copy('copied', { Bucket: 'other-bucket' })
  await server.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'source' }))
  const copied = await server.client.send(new GetObjectCommand({ Bucket: 'other-bucket', Key: 'copied' }))
  expect(await copied.Body?.transformToString()).toBe('content')
})

test('conditions on the source and on the destination are honoured', async () => {
  const { ETag } = await get('source')
  expect(await failure(copy('c', { CopySourceIfMatch: ETag }))).toBe('no failure')
  expect(await failure(copy('c', { CopySourceIfMatch: '"other"' }))).toBe('PreconditionFailed 412')
  expect(await failure(copy('c', { CopySourceIfNoneMatch: ETag }))).toBe('PreconditionFailed 412')
  const future = new Date(Date.now() + 60_000)
  expect(await failure(copy('c', { CopySourceIfModifiedSince: future }))).toBe('PreconditionFailed 412')
  expect(await failure(copy('c', { CopySourceIfUnmodifiedSince: new Date(0) }))).toBe('PreconditionFailed 412')
  expect(await failure(copy('c', { IfNoneMatch: '*' }))).toBe('PreconditionFailed 412')
  expect(await failure(copy('d', { IfNoneMatch: '*' }))).toBe('no failure')
})

test('a source that is missing or malformed is refused', async () => {
  expect(await failure(copy('c', { CopySource: `${bucket}/missing` }))).toBe('NoSuchKey 404')
  expect(await failure(copy('c', { CopySource: 'missing-bucket/source' }))).toBe('NoSuchBucket 404')
  expect(await failure(copy('c', { CopySource: 'source' }))).toBe('InvalidArgument 400')
  expect(await failure(copy('c', { CopySource: `${bucket}/%ff` }))).toBe('InvalidArgument 400')
  expect(await failure(copy('c', { CopySource: `${bucket}/source?versionId=1` }))).toBe('InvalidArgument 400')
})

test('an unencoded + in the source is a space, as on S3', async () => {
  await server.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a b', Body: 'with a space' }))
  await copy('c', { CopySource: `/${bucket}/a+b` })
  expect(await (await get('c')).Body?.transformToString()).toBe('with a space')
})
