import { createHash } from 'node:crypto'
import { DeleteObjectsCommand, ListObjectsV2Command, type ObjectIdentifier, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string) => server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }))
const remove = (Objects: ObjectIdentifier[], Quiet = false) =>
  server.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet } }))
const post = (body: string) => {
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
  return signedFetch(`${server.url}/${bucket}?delete`, { method: 'POST', headers, body })
}

test('every key has a result, in order, even a missing one', async () => {
  await put('a')
  const { Deleted, Errors } = await remove([{ Key: 'missing' }, { Key: 'a' }])
  expect(Deleted).toEqual([{ Key: 'missing' }, { Key: 'a' }])
  expect(Errors).toBeUndefined()
  const list = await server.client.send(new ListObjectsV2Command({ Bucket: bucket }))
  expect(list.KeyCount).toBe(0)
})

test('a failing key does not affect the others', async () => {
  await put('b')
  await put('c')
  const objects = [
    { Key: 'b', ETag: '"other"' },
    { Key: 'x'.repeat(1025) },
    { Key: 'gone', ETag: '"other"' },
    { Key: 'c' },
  ]
  const { Deleted, Errors = [] } = await remove(objects)
  expect(Deleted).toEqual([{ Key: 'c' }])
  expect(Errors.map(({ Code }) => Code)).toEqual(['PreconditionFailed', 'KeyTooLongError', 'NoSuchKey'])
})

test('a quiet removal reports only failures', async () => {
  await put('d')
  const { Deleted, Errors } = await remove([{ Key: 'd' }, { Key: 'gone', ETag: '"x"' }], true)
  expect(Deleted).toBeUndefined()
  expect(Errors).toHaveLength(1)
})

test('one request removes 1,000 keys; 1,001 are MalformedXML', async () => {
  const keys = Array.from({ length: 1001 }, (_, index) => ({ Key: `k${index}` }))
  expect((await remove(keys.slice(0, 1000))).Deleted).toHaveLength(1000)
  expect(await failure(remove(keys))).toBe('MalformedXML 400')
})

test.each([
  ['no document', ''],
  ['an end tag that is missing', '<Delete><Object><Key>a</Key></Object>'],
  ['another root', '<Remove><Object><Key>a</Key></Object></Remove>'],
  ['no object', '<Delete></Delete>'],
  ['no key', '<Delete><Object></Object></Delete>'],
  ['a DOCTYPE', '<!DOCTYPE d [<!ENTITY e "a">]><Delete><Object><Key>&e;</Key></Object></Delete>'],
  ['an unknown entity', '<Delete><Object><Key>&e;</Key></Object></Delete>'],
  ['text after the root', '<Delete><Object><Key>a</Key></Object></Delete>a'],
])('a request with %s is MalformedXML', async (_, body) => {
  const answer = await post(body)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')])
})

test('attributes, namespaces, comments, CDATA and references are read as XML defines them', async () => {
  const body = `<?xml version="1.0"?><!-- c --><s3:Delete xmlns:s3="urn:x" a='>'><s3:Object>
    <s3:Key> a&amp;&#x1F600;&#13;<![CDATA[<b>]]></s3:Key></s3:Object><Quiet/></s3:Delete>\n`
  const answer = await post(body)
  expect(await answer.text()).toContain('<Deleted><Key> a&#38;😀&#13;&#60;b&#62;</Key></Deleted>')
})

test('the id of a version that S3 could not have given is an error of its key', async () => {
  const { Errors } = await remove([{ Key: 'a', VersionId: '1' }])
  expect(Errors).toMatchObject([{ Key: 'a', VersionId: '1', Code: 'InvalidArgument' }])
})

test('a request without a digest of its document removes nothing', async () => {
  await put('kept')
  const body = '<Delete><Object><Key>kept</Key></Object></Delete>'
  const answer = await signedFetch(`${server.url}/${bucket}?delete`, { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidRequest</Code>')])
  const list = await server.client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'kept' }))
  expect(list.KeyCount).toBe(1)
})
