import { AwsError } from '../../endpoint/aws-service.ts'
import { noSuchKey, notImplemented, preconditionFailed } from '../protocol/s3-error.ts'

type Headers = Readonly<Record<string, string>>
type Validators = { readonly etag: string; readonly modified: Date }

/**
 * Checks a read's conditions in the order of RFC 9110 section 13.2.2. `prefix` is `x-amz-copy-source-` for a copy's
 * source. Returns whether the client lacks this version. @throws {AwsError} PreconditionFailed
 */
export function checkRead(headers: Headers, object: Validators, prefix = ''): 'modified' | 'not modified' {
  const ifMatch = headers[`${prefix}if-match`]
  const ifNoneMatch = headers[`${prefix}if-none-match`]
  const unmodifiedSince = parseDate(headers[`${prefix}if-unmodified-since`])
  const modifiedSince = parseDate(headers[`${prefix}if-modified-since`])
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw preconditionFailed('If-Match')
  } else if (unmodifiedSince && object.modified > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag) ? 'not modified' : 'modified'
  return modifiedSince && object.modified <= modifiedSince ? 'not modified' : 'modified'
}

/** Checks a write's conditions, in the transaction that writes. `existed`: whether the key existed when the write began. */
export type WriteCondition = (current: Validators | undefined, key: string, existed: boolean) => void

/** @throws {AwsError} NotImplemented for a condition that S3 does not offer on a write */
export function readWriteCondition(headers: Headers): WriteCondition {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match with an ETag on a write')
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw notImplemented('If-Match beside If-None-Match')
  return (current, key, existed) => {
    if (ifMatch === undefined && ifNoneMatch === undefined) return
    if (!current && existed) throw conditionalRequestConflict()
    if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match')
    if (ifMatch !== undefined) checkIfMatch(ifMatch, current, key)
  }
}

/** @throws {AwsError} NoSuchKey if there is no object to match, as S3 answers, or PreconditionFailed */
export function checkIfMatch(ifMatch: string, current: Validators | undefined, key: string): void {
  if (!current) throw noSuchKey(key)
  if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match')
}

/** Returns the error for an object that was deleted between the start and the end of a conditional write. */
function conditionalRequestConflict(): AwsError {
  const message =
    'The conditional request cannot succeed due to a conflicting operation against this resource. Please try again.'
  return new AwsError('ConditionalRequestConflict', 409, message)
}

function matches(header: string, etag: string): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', '') === etag)
}

function parseDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}
