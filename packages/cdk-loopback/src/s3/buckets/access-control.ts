import { readDocument } from '../bodies/incoming-body.ts'
import { actionOnVersion, needObject } from '../objects/find-object.ts'
import { aclNotSupported, checkAcl } from '../objects/storage-headers.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import { type Operation, onBucket, onObject } from '../protocol/operation.ts'
import { malformedAcl, notImplemented } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { childrenNamed, childText, parseXml, type XmlNode } from '../protocol/xml-reader.ts'
import { renderDocument } from '../protocol/xml-writer.ts'
import { ownerId } from './bucket-operations.ts'
import type { BucketSettings } from './bucket-settings.ts'

// Without ACLs, each bucket and object has the one that gives its owner full control. It can be read and set again.

export const getBucketAcl: Operation = {
  name: 'GetBucketAcl',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['acl'],
  permissions: (request) => [onBucket('s3:GetBucketAcl', request)],
  handle: ({ bucket }, { buckets }) => {
    buckets.need(bucket)
    return ownersAcl()
  },
}

export const getObjectAcl: Operation = {
  name: 'GetObjectAcl',
  method: 'GET',
  level: 'object',
  selectedBy: ['acl'],
  parameters: ['versionId'],
  permissions: (request) => [onObject(actionOnVersion('s3:GetObjectAcl', request.query.get('versionId')), request)],
  handle: (request, state) => {
    needObject(request, state)
    return ownersAcl()
  },
}

const settingHeaders = [...bodyHeaders, 'x-amz-acl', 'x-amz-grant-*']

export const putBucketAcl: Operation = {
  name: 'PutBucketAcl',
  method: 'PUT',
  level: 'bucket',
  selectedBy: ['acl'],
  headers: settingHeaders,
  permissions: (request) => [onBucket('s3:PutBucketAcl', request)],
  handle: async (request, { buckets }) => {
    await checkNewAcl(request, buckets.need(request.bucket).settings)
    return { status: 200, headers: { 'content-length': '0' } }
  },
}

export const putObjectAcl: Operation = {
  name: 'PutObjectAcl',
  method: 'PUT',
  level: 'object',
  selectedBy: ['acl'],
  parameters: ['versionId'],
  headers: settingHeaders,
  permissions: (request) => [onObject(actionOnVersion('s3:PutObjectAcl', request.query.get('versionId')), request)],
  handle: async (request, state) => {
    needObject(request, state)
    await checkNewAcl(request, state.buckets.need(request.bucket).settings)
    return { status: 200, headers: { 'content-length': '0' } }
  },
}

function ownersAcl() {
  const document = `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>${ownerId}</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${ownerId}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: renderDocument(document) }
}

/** @throws {AwsError} AccessControlListNotSupported unless the new ACL is the owner's full control */
async function checkNewAcl(request: S3Request, settings: BucketSettings): Promise<void> {
  checkAcl(request.headers, settings)
  const document = await readDocument(request)
  if (document === '' && request.headers['x-amz-acl'] !== undefined) return
  if (document === '') throw malformedAcl()
  const [list] = childrenNamed(parseXml(document, 'AccessControlPolicy'), 'AccessControlList')
  const grants = list ? childrenNamed(list, 'Grant') : []
  if (grants.length === 1 && grants.every(isOwners)) return
  const { ownership = 'BucketOwnerEnforced' } = settings
  throw ownership === 'BucketOwnerEnforced' ? aclNotSupported() : notImplemented(`ACLs with ${ownership}`)
}

function isOwners(grant: XmlNode): boolean {
  const [grantee] = childrenNamed(grant, 'Grantee')
  return childText(grant, 'Permission') === 'FULL_CONTROL' && !!grantee && childText(grantee, 'ID') === ownerId
}
