import { AwsError } from '../../endpoint/aws-service.ts'

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key })
}

/** The key is deleted: a marker hides its versions. */
export function deletedKey(key: string, version: string): AwsError {
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version }
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key }, headers)
}

export function noSuchVersion(key: string, version: string): AwsError {
  const details = { Key: key, VersionId: version }
  return new AwsError('NoSuchVersion', 404, 'The specified version does not exist.', details)
}

/** A marker can only be deleted. */
export function markerNotAllowed(method: string, modified: Date): AwsError {
  const headers = { allow: 'DELETE', 'x-amz-delete-marker': 'true', 'last-modified': modified.toUTCString() }
  const details = { Method: method, ResourceType: 'DeleteMarker' }
  const message = 'The specified method is not allowed against this resource.'
  return new AwsError('MethodNotAllowed', 405, message, details, headers)
}

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket })
}

export function noSuchUpload(id: string): AwsError {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.'
  return new AwsError('NoSuchUpload', 404, message, { UploadId: id })
}

export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold'
  return new AwsError('PreconditionFailed', 412, message, { Condition: condition })
}

export function invalidArgument(name: string, value: string, message: string): AwsError {
  return new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value })
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', 400, message)
}

/** `expected` and `actual` are names of checksum algorithms; undefined for none. */
export function checksumTypeMismatch(expected: string | undefined, actual: string | undefined): AwsError {
  const types = `expected checksum Type: ${expected?.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase()}`
  return invalidRequest(`Checksum Type mismatch occurred, ${types}`)
}

export function badChecksum(algorithm: string): AwsError {
  return new AwsError('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`)
}

export function malformedXml(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema'
  return new AwsError('MalformedXML', 400, message)
}

export function malformedAcl(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema'
  return new AwsError('MalformedACLError', 400, message)
}

export function incompleteBody(): AwsError {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header.'
  return new AwsError('IncompleteBody', 400, message)
}

/** `what` names the operation, parameter or header as the client sent it. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `The embedded S3 does not implement ${what}.`)
}
