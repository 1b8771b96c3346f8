import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { internalRequest } from '../../src/endpoint/internal-request.ts'
import { openS3 } from '../../src/s3/s3-service.ts'
import { signedFetch } from '../signing.ts'
import { countBodies, failure, useS3Server } from './s3-server.ts'

const server = useS3Server()
const Bucket = 'versioned'
beforeAll(() => server.service.createBucket(Bucket, { versioning: 'Enabled' }))

const put = async (Key: string, Body: string) =>
  (await server.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? ''
const remove = (Key: string, VersionId?: string) =>
  server.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))
const get = (Key: string, VersionId?: string) => server.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))
const read = async (answer: Promise<GetObjectCommandOutput>) => (await answer).Body?.transformToString()
const list = (input: Partial<ListObjectVersionsCommandInput>) =>
  server.client.send(new ListObjectVersionsCommand({ Bucket, ...input }))
const events = (key: string) =>
  server.service
    .pendingEvents(100_000)
    .filter(({ bucket, record }) => bucket === Bucket && record.s3.object.key === key)
    .map(({ record }) => record)

test('each write makes a version, and old ones can be read', async () => {
  const [one, two] = [await put('a', 'one'), await put('a', 'two')]
  expect(one).toMatch(/^[\w.]{32}$/)
  expect(await Promise.all([read(get('a')), read(get('a', one)), read(get('a', two))])).toEqual(['two', 'one', 'two'])
  expect((await get('a')).VersionId).toBe(two)
  const head = await server.client.send(new HeadObjectCommand({ Bucket, Key: 'a', VersionId: one }))
  expect([head.VersionId, head.ContentLength]).toEqual([one, 3])
  expect(events('a').map(({ eventName, s3 }) => [eventName, s3.object.versionId])).toEqual([
    ['ObjectCreated:Put', one],
    ['ObjectCreated:Put', two],
  ])
})

test('a deleted key has a marker, which can be removed to restore the key', async () => {
  const version = await put('deleted', 'kept')
  const { DeleteMarker, VersionId: marker } = await remove('deleted')
  expect(DeleteMarker).toBe(true)
  const missing = await signedFetch(`${server.url}/${Bucket}/deleted`)
  expect([missing.status, missing.headers.get('x-amz-delete-marker'), missing.headers.get('x-amz-version-id')]).toEqual(
    [404, 'true', marker],
  )
  const { Contents = [] } = await server.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'deleted' }))
  expect(Contents).toEqual([])
  expect(await read(get('deleted', version))).toBe('kept')
  const refused = await signedFetch(`${server.url}/${Bucket}/deleted?versionId=${marker}`)
  expect([refused.status, refused.headers.get('allow'), await refused.text()]).toEqual([
    405,
    'DELETE',
    expect.stringContaining('<Code>MethodNotAllowed</Code>'),
  ])
  expect(await remove('deleted', marker)).toMatchObject({ DeleteMarker: true, VersionId: marker })
  expect(await read(get('deleted'))).toBe('kept')
  expect(events('deleted').map(({ eventName, s3 }) => [eventName, s3.object.versionId])).toEqual([
    ['ObjectCreated:Put', version],
    ['ObjectRemoved:DeleteMarkerCreated', marker],
    ['ObjectRemoved:Delete', marker],
  ])
})

test('a version that is removed for good is gone, and the one before it is current', async () => {
  const [one, two] = [await put('b', 'one'), await put('b', 'two')]
  expect((await remove('b', two)).DeleteMarker).toBeUndefined()
  expect(await read(get('b'))).toBe('one')
  expect(await failure(get('b', two))).toBe('NoSuchVersion 404')
  const bodies = await countBodies(server.folder)
  await remove('b', one)
  expect(await failure(get('b'))).toBe('NoSuchKey 404')
  expect(await countBodies(server.folder)).toBe(bodies - 1)
})

test('the same content in several versions is removed with the last of them', async () => {
  const [one] = [await put('shared', 'content'), await put('shared', 'other')]
  const copy = new CopyObjectCommand({ Bucket, Key: 'shared', CopySource: `${Bucket}/shared?versionId=${one}` })
  expect(await server.client.send(copy)).toMatchObject({ CopySourceVersionId: one, VersionId: expect.any(String) })
  expect(await read(get('shared'))).toBe('content')
  await remove('shared', one)
  expect(await read(get('shared'))).toBe('content')
})

test('ids that S3 could not have given are refused, others do not exist', async () => {
  await put('c', 'x')
  const unknown = 'x'.repeat(32)
  expect(await failure(get('c', 'latest'))).toBe('InvalidArgument 400')
  expect(await failure(get('c', unknown))).toBe('NoSuchVersion 404')
  expect(await failure(remove('c', unknown))).toBe('no failure')
  expect(await failure(remove('c', 'latest'))).toBe('InvalidArgument 400')
  const { marker } = { marker: (await remove('c')).VersionId }
  const copy = new CopyObjectCommand({ Bucket, Key: 'd', CopySource: `${Bucket}/c?versionId=${marker}` })
  expect(await failure(server.client.send(copy))).toBe('InvalidRequest 400')
})

test('several keys and versions are removed in one request', async () => {
  const version = await put('e', 'x')
  await put('f', 'x')
  const Objects = [{ Key: 'e', VersionId: version }, { Key: 'f' }]
  const { Deleted } = await server.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(Deleted).toEqual([
    { Key: 'e', VersionId: version },
    { Key: 'f', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
  ])
})

test('tags belong to a version', async () => {
  const [one, two] = [await put('tagged', 'one'), await put('tagged', 'two')]
  const TagSet = [{ Key: 'k', Value: 'v' }]
  const named = { Bucket, Key: 'tagged', VersionId: one }
  await server.client.send(new PutObjectTaggingCommand({ ...named, Tagging: { TagSet } }))
  const tags = async (VersionId?: string) =>
    (await server.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged', VersionId }))).TagSet
  expect([await tags(one), await tags(two), await tags()]).toEqual([TagSet, [], []])
  await server.client.send(new DeleteObjectTaggingCommand(named))
  expect(await tags(one)).toEqual([])
})

test('versions are listed by key, the latest first, with markers and common prefixes, page by page', async () => {
  const versions = [await put('list/a', '1'), await put('list/a', '2'), await put('list/b', '3')]
  await remove('list/b')
  await put('list/sub/c', '4')
  await put('list/sub/d', '5')
  await put('list/z', '6')
  const whole = await list({ Prefix: 'list/', Delimiter: '/' })
  const describe = (one: { Key?: string | undefined; IsLatest?: boolean | undefined }) => `${one.Key} ${one.IsLatest}`
  expect(whole.Versions?.map(describe)).toEqual(['list/a true', 'list/a false', 'list/b false', 'list/z true'])
  expect(whole.Versions?.slice(0, 3).map(({ VersionId }) => VersionId)).toEqual([versions[1], versions[0], versions[2]])
  expect(whole.DeleteMarkers?.map(describe)).toEqual(['list/b true'])
  expect(whole.CommonPrefixes).toEqual([{ Prefix: 'list/sub/' }])
  const pages: number[] = []
  let markers: Partial<ListObjectVersionsCommandInput> = {}
  for (let more = true; more; ) {
    const page = await list({ Prefix: 'list/', Delimiter: '/', MaxKeys: 1, ...markers })
    pages.push((page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0) + (page.CommonPrefixes?.length ?? 0))
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
    more = page.IsTruncated ?? false
  }
  expect(pages).toEqual([1, 1, 1, 1, 1, 1])
  expect(await failure(list({ VersionIdMarker: 'x' }))).toBe('InvalidArgument 400')
})

test('a bucket with versions is empty only without them', async () => {
  server.service.createBucket('emptied', { versioning: 'Enabled' })
  const key = { Bucket: 'emptied', Key: 'k' }
  const { VersionId } = await server.client.send(new PutObjectCommand({ ...key, Body: 'x' }))
  const marker = await server.client.send(new DeleteObjectCommand(key))
  const removeBucket = () => failure(server.client.send(new DeleteBucketCommand({ Bucket: 'emptied' })))
  expect(await removeBucket()).toBe('BucketNotEmpty 409')
  for (const version of [VersionId, marker.VersionId]) {
    await server.client.send(new DeleteObjectCommand({ ...key, VersionId: version }))
  }
  expect(await removeBucket()).toBe('no failure')
})

test('a bucket without versions has no ids, and one whose versioning ends is suspended', async () => {
  const status = async (name: string) =>
    (await server.client.send(new GetBucketVersioningCommand({ Bucket: name }))).Status
  server.service.createBucket('never')
  const { VersionId } = await server.client.send(new PutObjectCommand({ Bucket: 'never', Key: 'k', Body: 'x' }))
  expect([VersionId, await status('never')]).toEqual([undefined, undefined])
  server.service.createBucket('once', { versioning: 'Enabled' })
  expect(await status('once')).toBe('Enabled')
  server.service.createBucket('once')
  expect(await status('once')).toBe('Suspended')
})

test('objects from before versioning have the id null', async () => {
  server.service.createBucket('later')
  await server.client.send(new PutObjectCommand({ Bucket: 'later', Key: 'k', Body: 'before' }))
  server.service.createBucket('later', { versioning: 'Enabled' })
  await server.client.send(new PutObjectCommand({ Bucket: 'later', Key: 'k', Body: 'after' }))
  const before = new GetObjectCommand({ Bucket: 'later', Key: 'k', VersionId: 'null' })
  expect(await read(server.client.send(before))).toBe('before')
})

test('versions survive a restart, and their contents are not taken for leftovers', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 's3-restarted-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const ids: string[] = []
  for (const body of ['one', 'two']) {
    const s3 = openS3({ folder })
    s3.createBucket('kept', { versioning: 'Enabled' })
    const headers = { 'content-length': '3' }
    const answer = await s3.handle(internalRequest('PUT', '/kept/k', headers, Buffer.from(body)))
    ids.push(answer.headers['x-amz-version-id'] ?? '')
    await s3.close()
  }
  const s3 = openS3({ folder })
  const [one, two] = await Promise.all(
    ids.map((id) => s3.handle(internalRequest('GET', `/kept/k?versionId=${id}`, {}))),
  )
  expect([String(one?.body), String(two?.body)]).toEqual(['one', 'two'])
  await s3.close()
})

type Step = { readonly kind: 'put' } | { readonly kind: 'delete' } | { readonly kind: 'remove'; readonly index: number }
type Version = { readonly id: string; readonly body: string | undefined }

/** Says what versions a key has after a step, the latest first. `id`: what S3 answered. */
function follow(versions: readonly Version[], step: Step, id: string, body: string, suspended: boolean): Version[] {
  if (step.kind === 'remove') return versions.filter((version) => version.id !== id)
  const others = suspended ? versions.filter((version) => version.id !== 'null') : versions
  return [{ id, body: step.kind === 'put' ? body : undefined }, ...others]
}

test('any sequence of writes and removals leaves the versions that S3 describes', async () => {
  const steps = fc.array(
    fc.oneof(
      fc.constant<Step>({ kind: 'put' }),
      fc.constant<Step>({ kind: 'delete' }),
      fc.nat({ max: 4 }).map((index): Step => ({ kind: 'remove', index })),
    ),
    { maxLength: 12 },
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(steps, steps, async (whileEnabled, whileSuspended) => {
      run += 1
      const Key = `model-${run}`
      let versions: Version[] = []
      for (const [versioning, some] of [
        ['Enabled', whileEnabled],
        ['Suspended', whileSuspended],
      ] as const) {
        server.service.createBucket(Bucket, { versioning })
        for (const [at, step] of some.entries()) {
          const body = `${versioning} ${at}`
          const target = step.kind === 'remove' ? versions[step.index]?.id : undefined
          if (step.kind === 'remove' && target === undefined) continue
          const id = step.kind === 'put' ? await put(Key, body) : ((await remove(Key, target)).VersionId ?? '')
          versions = follow(versions, step, id, body, versioning === 'Suspended')
        }
      }
      const { Versions = [], DeleteMarkers = [] } = await list({ Prefix: `${Key}`, MaxKeys: 1000 })
      const own = [...Versions, ...DeleteMarkers].filter((one) => one.Key === Key)
      expect(own.map(({ VersionId }) => VersionId).sort()).toEqual(versions.map(({ id }) => id).sort())
      expect(own.find(({ IsLatest }) => IsLatest)?.VersionId).toBe(versions[0]?.id)
      const current = versions[0]?.body
      expect(await read(get(Key)).catch(() => undefined)).toBe(current)
    }),
    { numRuns: 40 },
  )
  server.service.createBucket(Bucket, { versioning: 'Enabled' })
})

test('a list cannot start after a version that S3 could not have given', async () => {
  const answer = await signedFetch(`${server.url}/${Bucket}?versions&key-marker=b&version-id-marker=1`)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')])
})
