import { AwsError } from '../../endpoint/aws-service.ts'
import { type BucketSettings, defaultEncryption, type Encryption } from '../buckets/bucket-settings.ts'
import { invalidArgument, invalidRequest, notImplemented } from '../protocol/s3-error.ts'

type Headers = Readonly<Record<string, string>>

const encryptionHeader = 'x-amz-server-side-encryption'
const keyHeader = `${encryptionHeader}-aws-kms-key-id`
const bucketKeyHeader = `${encryptionHeader}-bucket-key-enabled`
const classHeader = 'x-amz-storage-class'

/** Headers of a write that say how S3 stores an object and who may use it. */
export const storageHeaders = ['x-amz-acl', 'x-amz-grant-*', `${encryptionHeader}*`, classHeader]

/** Returns how an object is stored, as headers of later responses. @throws {AwsError} as S3 refuses the request */
export function readStorage(headers: Headers, settings: BucketSettings): Record<string, string> {
  checkAcl(headers, settings)
  const storageClass = readStorageClass(headers)
  return {
    ...readEncryption(headers, settings.encryption ?? defaultEncryption),
    ...(storageClass !== 'STANDARD' && { [classHeader]: storageClass }),
  }
}

/** Returns the headers about encryption for the response to a write. */
export function encryptionHeaders(stored: Headers): Record<string, string> {
  const { [encryptionHeader]: algorithm = defaultEncryption.algorithm } = stored
  const names = [keyHeader, bucketKeyHeader].filter((name) => stored[name] !== undefined)
  return { [encryptionHeader]: algorithm, ...Object.fromEntries(names.map((name) => [name, stored[name] ?? ''])) }
}

export function storageClassOf(stored: Headers): string {
  return stored[classHeader] ?? 'STANDARD'
}

/** Returns stored headers without those about storage, which a copy takes from its own request. */
export function withoutStorage(stored: Headers): Headers {
  const entries = Object.entries(stored).filter(([name]) => name !== classHeader && !name.startsWith(encryptionHeader))
  return Object.fromEntries(entries)
}

/** Returns whether a request says how to store an object, so that a copy to itself changes something. */
export function changesStorage(headers: Headers): boolean {
  return headers[classHeader] !== undefined || headers[encryptionHeader] !== undefined
}

const archived = new Set(['GLACIER', 'DEEP_ARCHIVE'])
const storageClasses = new Set([
  ...['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'],
  ...archived,
])

/** Refuses to read an object that would have to be restored first. @throws {AwsError} InvalidObjectState */
export function checkReadable(stored: Headers): void {
  const StorageClass = storageClassOf(stored)
  if (!archived.has(StorageClass)) return
  const message = "The operation is not valid for the object's storage class"
  throw new AwsError('InvalidObjectState', 403, message, { StorageClass })
}

function readStorageClass(headers: Headers): string {
  const storageClass = headers[classHeader] ?? 'STANDARD'
  if (storageClasses.has(storageClass)) return storageClass
  const details = { StorageClassRequested: storageClass }
  throw new AwsError('InvalidStorageClass', 400, 'The storage class you specified is not valid', details)
}

/** Canned ACLs that only say what holds without ACLs: the owner of the bucket, this account, has full control. */
const ownersAcls = new Set(['private', 'bucket-owner-full-control'])

/** @throws {AwsError} AccessControlListNotSupported for any other access than the bucket owner's */
export function checkAcl(headers: Headers, { ownership = 'BucketOwnerEnforced' }: BucketSettings): void {
  const acl = headers['x-amz-acl']
  const grant = Object.keys(headers).find((name) => name.startsWith('x-amz-grant-'))
  if (grant === undefined && (acl === undefined || ownersAcls.has(acl))) return
  if (ownership !== 'BucketOwnerEnforced') throw notImplemented(`the header ${grant ?? 'x-amz-acl'} with ${ownership}`)
  throw aclNotSupported()
}

export function aclNotSupported(): AwsError {
  return new AwsError('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs')
}

function readEncryption(headers: Headers, byDefault: Encryption): Record<string, string> {
  if (Object.keys(headers).some((name) => name.startsWith(`${encryptionHeader}-customer-`))) {
    const message =
      'Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.'
    throw invalidRequest(message)
  }
  const algorithm = headers[encryptionHeader] ?? byDefault.algorithm
  const key = headers[keyHeader]
  if (algorithm === 'AES256') {
    if (key === undefined) return { [encryptionHeader]: algorithm }
    const message =
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms'
    throw invalidArgument(keyHeader, key, message)
  }
  if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
    const message = 'The encryption method specified is not supported'
    throw invalidArgument(encryptionHeader, algorithm, message)
  }
  if (key !== undefined && key !== byDefault.key) {
    throw new AwsError('KMS.NotFoundException', 400, `Key '${key}' does not exist`)
  }
  const bucketKey = headers[bucketKeyHeader] ?? String(byDefault.bucketKey)
  return {
    [encryptionHeader]: algorithm,
    [keyHeader]: byDefault.key ?? managedKey,
    ...(bucketKey === 'true' && { [bucketKeyHeader]: 'true' }),
  }
}

/** The key that AWS creates in an account for S3. */
const managedKey = 'arn:aws:kms:us-east-1:000000000000:key/aws-s3'
