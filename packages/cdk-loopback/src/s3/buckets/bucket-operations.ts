import { AwsError } from '../../endpoint/aws-service.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import { type Operation, onBucket } from '../protocol/operation.ts'
import { notImplemented } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { childText, parseXml } from '../protocol/xml-reader.ts'
import type { XmlElement } from '../protocol/xml-writer.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'

export const ownerId = '0'.repeat(64)
export const owner: XmlElement = ['Owner', [['ID', ownerId]]]

export const listBuckets: Operation = {
  name: 'ListBuckets',
  method: 'GET',
  level: 'service',
  permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  handle: (_request, { buckets }) => {
    const entries = buckets.list().map(({ name, created }): XmlElement => {
      return [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', created.toISOString()],
        ],
      ]
    })
    return xmlAnswer(['ListAllMyBucketsResult', [owner, ['Buckets', entries]]])
  },
}

export const createBucket: Operation = {
  name: 'CreateBucket',
  method: 'PUT',
  level: 'bucket',
  headers: [...bodyHeaders, 'x-amz-acl', 'x-amz-grant-*', 'x-amz-object-ownership'],
  permissions: (request) => [onBucket('s3:CreateBucket', request)],
  handle: async (request, { buckets, region, now }) => {
    checkAccess(request.headers)
    checkLocation(await readDocument(request), region)
    const isNew = buckets.create(request.bucket, now())
    // Only us-east-1 lets an owner create a bucket twice.
    if (!isNew && region !== 'us-east-1') throw bucketAlreadyOwned(request.bucket)
    return { status: 200, headers: { location: `/${request.bucket}`, 'content-length': '0' } }
  },
}

/** New buckets have no ACLs, unless they are created with another ownership. */
function checkAccess(headers: S3Request['headers']): void {
  const ownership = headers['x-amz-object-ownership'] ?? 'BucketOwnerEnforced'
  if (ownership !== 'BucketOwnerEnforced') throw notImplemented(`the ownership ${ownership} of CreateBucket`)
  const hasGrant = Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'))
  if (!hasGrant && ['private', undefined].includes(headers['x-amz-acl'])) return
  const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
  throw new AwsError('InvalidBucketAclWithObjectOwnership', 400, message)
}

function checkLocation(document: string, region: string): void {
  if (document === '') return
  const configuration = parseXml(document, 'CreateBucketConfiguration')
  const unknown = configuration.children.find(({ name }) => name !== 'LocationConstraint')
  if (unknown) throw notImplemented(`${unknown.name} of CreateBucket`)
  const location = childText(configuration, 'LocationConstraint')
  // The first region is named by leaving it out.
  if (location === 'us-east-1' && region === location) {
    throw new AwsError('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
      LocationConstraint: location,
    })
  }
  if (location === undefined || location === region) return
  const message = `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`
  throw new AwsError('IllegalLocationConstraintException', 400, message)
}

function bucketAlreadyOwned(bucket: string): AwsError {
  const message = 'Your previous request to create the named bucket succeeded and you already own it.'
  return new AwsError('BucketAlreadyOwnedByYou', 409, message, { BucketName: bucket })
}

export const deleteBucket: Operation = {
  name: 'DeleteBucket',
  method: 'DELETE',
  level: 'bucket',
  permissions: (request) => [onBucket('s3:DeleteBucket', request)],
  handle: ({ bucket }, { buckets }) => {
    buckets.remove(bucket)
    return { status: 204, headers: {} }
  },
}

export const headBucket: Operation = {
  name: 'HeadBucket',
  method: 'HEAD',
  level: 'bucket',
  permissions: (request) => [onBucket('s3:ListBucket', request)],
  handle: ({ bucket }, { buckets, region }) => {
    buckets.need(bucket)
    return { status: 200, headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } }
  },
}

export const getBucketLocation: Operation = {
  name: 'GetBucketLocation',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['location'],
  permissions: (request) => [onBucket('s3:GetBucketLocation', request)],
  handle: ({ bucket }, { buckets, region }) => {
    buckets.need(bucket)
    return xmlAnswer(['LocationConstraint', region === 'us-east-1' ? '' : region])
  },
}
