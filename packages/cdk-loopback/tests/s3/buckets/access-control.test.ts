import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  type ObjectCannedACL,
  PutBucketAclCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { XmlDocument } from 'libxml2-wasm'
import { beforeAll, expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket as Bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const object = { Bucket, Key: 'k' }
beforeAll(async () => void (await server.client.send(new PutObjectCommand({ ...object, Body: 'x' }))))

test('a bucket and an object have the ACL that gives the owner full control', async () => {
  for (const command of [new GetBucketAclCommand({ Bucket }), new GetObjectAclCommand(object)]) {
    const { Owner, Grants } = await server.client.send(command as GetBucketAclCommand) // both have the same output
    expect(Grants).toEqual([{ Grantee: { ID: Owner?.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }])
  }
  XmlDocument.fromString(await (await signedFetch(`${server.url}/${Bucket}?acl`)).text()).dispose()
  expect(await failure(server.client.send(new GetObjectAclCommand({ Bucket, Key: 'none' })))).toBe('NoSuchKey 404')
})

test.each<[ObjectCannedACL, string]>([
  ['bucket-owner-full-control', 'no failure'],
  ['private', 'no failure'],
  ['public-read', 'AccessControlListNotSupported 400'],
  ['authenticated-read', 'AccessControlListNotSupported 400'],
])('the ACL %s of an object: %s', async (ACL, expected) => {
  expect(await failure(server.client.send(new PutObjectCommand({ ...object, Body: 'x', ACL })))).toBe(expected)
  expect(await failure(server.client.send(new PutObjectAclCommand({ ...object, ACL })))).toBe(expected)
})

test('grants are not supported, except the one that the owner has already', async () => {
  const grant = new PutObjectCommand({ ...object, Body: 'x', GrantRead: 'id=someone' })
  expect(await failure(server.client.send(grant))).toBe('AccessControlListNotSupported 400')
  const { Owner, Grants } = await server.client.send(new GetObjectAclCommand(object))
  const put = (AccessControlPolicy: object) =>
    failure(server.client.send(new PutObjectAclCommand({ ...object, AccessControlPolicy })))
  expect(await put({ Owner, Grants })).toBe('no failure')
  const stranger = { Grantee: { ID: 'someone', Type: 'CanonicalUser' }, Permission: 'READ' }
  expect(await put({ Owner, Grants: [...(Grants ?? []), stranger] })).toBe('AccessControlListNotSupported 400')
  expect((await signedFetch(`${server.url}/${Bucket}/k?acl`, { method: 'PUT' })).status).toBe(400)
})

test('a bucket is neither created nor made public by an ACL', async () => {
  const create = (ACL: 'private' | 'public-read') =>
    failure(server.client.send(new CreateBucketCommand({ Bucket: `with-${ACL}`, ACL })))
  expect([await create('private'), await create('public-read')]).toEqual([
    'no failure',
    'InvalidBucketAclWithObjectOwnership 400',
  ])
  const publish = new PutBucketAclCommand({ Bucket, ACL: 'public-read' })
  expect(await failure(server.client.send(publish))).toBe('AccessControlListNotSupported 400')
})
