import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'
import { byBytes, entriesOf, query } from './listing-model.ts'

const server = useS3Server()
const list = (more = {}) => server.client.send(new ListObjectsV2Command({ Bucket: bucket, ...more }))
const put = (Key: string, Bucket = bucket) => server.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))

test('the pages of random buckets equal those of a model, in both versions of the operation', async () => {
  let number = 0
  const property = fc.asyncProperty(query, async ({ keys, prefix, delimiter, after, maxKeys }) => {
    const Bucket = `walk-${number++}`
    server.service.createBucket(Bucket)
    await Promise.all(keys.map((key) => put(key, Bucket)))
    const expected = entriesOf(keys, prefix, delimiter, after)
    const input = { Bucket, Prefix: prefix, Delimiter: delimiter, MaxKeys: maxKeys }
    expect(await walkV2({ ...input, StartAfter: after })).toEqual(expected)
    expect(await walkV1({ ...input, Marker: after })).toEqual(expected)
  })
  await fc.assert(property, { numRuns: 15 })
})

type Listing = Pick<ListObjectsV2CommandOutput, 'Contents' | 'CommonPrefixes'>
const namesOf = ({ Contents = [], CommonPrefixes = [] }: Listing) =>
  [...Contents.map(({ Key }) => Key ?? ''), ...CommonPrefixes.map(({ Prefix }) => Prefix ?? '')].sort(byBytes)

async function walkV2(input: { Bucket: string; MaxKeys: number; StartAfter: string }): Promise<string[]> {
  const names: string[] = []
  for (let token: string | undefined, more: boolean | undefined = true; more; ) {
    const page = await list({ ...input, ContinuationToken: token })
    const onPage = namesOf(page)
    expect(page.KeyCount).toBe(onPage.length)
    expect(onPage.length).toBe(page.IsTruncated ? input.MaxKeys : onPage.length)
    names.push(...onPage)
    token = page.NextContinuationToken
    more = page.IsTruncated
    expect(more).toBe(token !== undefined)
  }
  return names
}

async function walkV1(input: { Bucket: string; Delimiter: string; Marker: string }): Promise<string[]> {
  const names: string[] = []
  for (let Marker = input.Marker, more: boolean | undefined = true; more; ) {
    const page = await server.client.send(new ListObjectsCommand({ ...input, Marker }))
    const onPage = namesOf(page)
    names.push(...onPage)
    more = page.IsTruncated
    // S3 gives NextMarker only with a delimiter.
    expect(page.NextMarker !== undefined).toBe(more === true && input.Delimiter !== '')
    Marker = page.NextMarker ?? onPage.at(-1) ?? ''
  }
  return names
}

test('a list contains size, ETag, time and, on request, the owner', async () => {
  await put('facts')
  const [plain] = (await list({ Prefix: 'facts' })).Contents ?? []
  expect(plain).toMatchObject({ Key: 'facts', Size: 5, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) })
  expect(plain).toMatchObject({ StorageClass: 'STANDARD', LastModified: expect.any(Date) })
  expect(plain?.Owner).toBeUndefined()
  const [owned] = (await list({ Prefix: 'facts', FetchOwner: true })).Contents ?? []
  expect(owned?.Owner?.ID).toBeTruthy()
})

test('a list repeats the parameters of the request', async () => {
  const answer = await list({ Prefix: 'p', Delimiter: '/', StartAfter: 'p/', MaxKeys: 7 })
  expect(answer).toMatchObject({ Name: bucket, Prefix: 'p', Delimiter: '/', StartAfter: 'p/', MaxKeys: 7, KeyCount: 0 })
})

test('encoding-type=url encodes keys, prefixes and the delimiter', async () => {
  await put('enc ode/+é')
  const contents = await list({ Prefix: 'enc ', EncodingType: 'url' })
  expect([contents.Prefix, contents.Contents?.[0]?.Key]).toEqual(['enc+', 'enc+ode/%2B%C3%A9'])
  const folded = await list({ Prefix: 'enc ', Delimiter: '+', EncodingType: 'url' })
  expect([folded.Delimiter, folded.CommonPrefixes]).toEqual(['%2B', [{ Prefix: 'enc+ode/%2B' }]])
})

test('max-keys is at most 1,000; with 0, the page is empty and not truncated', async () => {
  expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000)
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
})

test.each([
  ['max-keys=-1'],
  ['max-keys=x'],
  ['max-keys=2147483648'],
  ['continuation-token=!'],
  ['continuation-token='],
  ['encoding-type=base64'],
])('%s is InvalidArgument', async (parameter) => {
  const answer = await signedFetch(`${server.url}/${bucket}?list-type=2&${parameter}`)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')])
})

test('1,100 keys come in two pages', async () => {
  server.service.createBucket('many-keys')
  await Promise.all(Array.from({ length: 1100 }, (_, index) => put(`key-${index}`, 'many-keys')))
  const first = await list({ Bucket: 'many-keys' })
  const second = await list({ Bucket: 'many-keys', ContinuationToken: first.NextContinuationToken })
  expect([first.KeyCount, first.IsTruncated, second.KeyCount, second.IsTruncated]).toEqual([1000, true, 100, false])
  expect(await failure(list({ Bucket: 'none-such' }))).toBe('NoSuchBucket 404')
})
