import type { Versioning } from '../buckets/bucket-settings.ts'
import type { S3State } from '../protocol/operation.ts'
import { deletedKey, invalidArgument, markerNotAllowed, noSuchKey, noSuchVersion } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import type { StoredObject } from './object-store.ts'

/**
 * Finds the version that a request names, or the current one.
 * @throws {AwsError} NoSuchBucket, NoSuchKey or NoSuchVersion; MethodNotAllowed for a delete marker
 */
export function needObject({ bucket, key, query, method }: S3Request, { buckets, objects }: S3State): StoredObject {
  buckets.need(bucket)
  const version = readVersionId(query)
  if (version === undefined) return needCurrent(objects, bucket, key)
  const found = objects.findVersion(bucket, key, version)
  if (!found) throw noSuchVersion(key, version)
  if ('marker' in found) throw markerNotAllowed(method, found.modified)
  return found
}

/** @throws {AwsError} NoSuchKey if the key does not exist or is deleted */
export function needCurrent(objects: S3State['objects'], bucket: string, key: string): StoredObject {
  const object = objects.find(bucket, key)
  if (object) return object
  const marker = objects.findMarker(bucket, key)
  throw marker ? deletedKey(key, marker.version) : noSuchKey(key)
}

/** Returns the version that a query names. @throws {AwsError} InvalidArgument if S3 has no such ids */
export function readVersionId(query: URLSearchParams): string | undefined {
  const version = query.get('versionId')
  return version === null ? undefined : checkVersionId(version)
}

export function checkVersionId(version: string): string {
  if (version === 'null' || /^[\w.]{32}$/.test(version)) return version
  const message = version === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified'
  throw invalidArgument('versionId', version, message)
}

/** Returns the header that names a version. Buckets that never had versions have none. */
export function versionHeader(versioning: Versioning | undefined, version: string): Record<string, string> {
  return versioning ? { 'x-amz-version-id': version } : {}
}

/** Returns the action for a version if the request names one: `s3:GetObject` becomes `s3:GetObjectVersion`. */
export function actionOnVersion(action: string, version: string | null | undefined): string {
  return version === null || version === undefined ? action : action.replace(/Object/, 'ObjectVersion')
}
