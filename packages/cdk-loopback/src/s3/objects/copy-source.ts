import type { AwsError, Permission } from '../../endpoint/aws-service.ts'
import { onObject, type S3State } from '../protocol/operation.ts'
import { invalidArgument, invalidRequest, noSuchVersion, preconditionFailed } from '../protocol/s3-error.ts'
import { checkKey, type S3Request } from '../protocol/s3-request.ts'
import { checkRead } from './conditions.ts'
import { actionOnVersion, checkVersionId, needCurrent } from './find-object.ts'
import type { StoredObject } from './object-store.ts'
import { checkReadable } from './storage-headers.ts'

/** Headers that name a source and its conditions, besides `x-amz-copy-source` itself. */
export const sourceHeaders = ['match', 'none-match', 'modified-since', 'unmodified-since'].map(
  (condition) => `x-amz-copy-source-if-${condition}`,
)

type CopySource = { readonly bucket: string; readonly key: string; readonly version: string | undefined }

/** Reads `[/]bucket/key[?versionId=…]`, URL-encoded. To S3, an unencoded `+` is a space. */
export function readSource({ headers }: S3Request): CopySource {
  const header = headers['x-amz-copy-source'] ?? ''
  const [, path = '', version] = /^(.*?)(?:\?versionId=(.*))?$/s.exec(header) ?? []
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeSource(path, header)) ?? []
  if (!bucket || !key) throw invalidSource(header)
  return { bucket, key: checkKey(key), version: version === undefined ? undefined : checkVersionId(version) }
}

export function sourcePermission(request: S3Request): Permission {
  const source = readSource(request)
  return onObject(actionOnVersion('s3:GetObject', source.version), source)
}

/** Finds the source of a copy, and checks the request's conditions on it. */
export function needSource(request: S3Request, { buckets, objects }: S3State): StoredObject {
  const { bucket, key, version } = readSource(request)
  buckets.need(bucket)
  const source = version === undefined ? needCurrent(objects, bucket, key) : objects.findVersion(bucket, key, version)
  if (!source) throw noSuchVersion(key, version ?? '')
  if ('marker' in source) {
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.')
  }
  if (checkRead(request.headers, source, 'x-amz-copy-source-') === 'not modified') {
    throw preconditionFailed('x-amz-copy-source-If-None-Match')
  }
  checkReadable(source.headers)
  return source
}

/** Returns the header that names the version of a source. */
export function sourceVersionHeader({ bucket, version }: StoredObject, { buckets }: S3State): Record<string, string> {
  return buckets.need(bucket).versioning ? { 'x-amz-copy-source-version-id': version } : {}
}

function decodeSource(path: string, header: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    throw invalidSource(header)
  }
}

function invalidSource(header: string): AwsError {
  const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey'
  return invalidArgument('x-amz-copy-source', header, message)
}
