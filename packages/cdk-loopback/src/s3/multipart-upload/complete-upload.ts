import type { AwsResponse } from '../../endpoint/aws-service.ts'
import { type Checksum, checksumAlgorithms, checksumElement, checksumHeader } from '../bodies/checksum.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import type { StoredObject } from '../objects/object-store.ts'
import { writePermissions } from '../objects/put-object.ts'
import { beginWrite, commitBody, writeHeaders } from '../objects/store-object.ts'
import type { Operation, S3State } from '../protocol/operation.ts'
import { badChecksum, checksumTypeMismatch, invalidRequest } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { type XmlElement, xmlAnswer } from '../protocol/xml-writer.ts'
import { joinParts } from './join-parts.ts'
import { chooseParts, parseCompletion } from './listed-parts.ts'
import { needOpenUpload } from './open-upload.ts'
import type { Part, Upload } from './upload-store.ts'

const checksumHeaderNames = checksumAlgorithms.map(checksumHeader)

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  level: 'object',
  selectedBy: ['uploadId'],
  headers: [...checksumHeaderNames, 'x-amz-checksum-type', 'x-amz-mp-object-size'],
  permissions: writePermissions,
  handle: complete,
}

async function complete(request: S3Request, state: S3State): Promise<AwsResponse> {
  const listed = parseCompletion(await readCompletion(request))
  const upload = needOpenUpload(request, state)
  const parts = chooseParts(listed, state.uploads.listParts(upload.id))
  checkPromisedSize(request, parts)
  // The parts' files must not be removed from here to the end.
  state.completing.add(upload.id)
  try {
    const store = beginWrite(request, state)
    const object = await joinParts(state.bodies, upload, parts)
    const stored = commitBody(state, object.body, () => {
      checkPromisedChecksum(request, upload, object.checksum)
      return store(object, 'ObjectCreated:CompleteMultipartUpload', () => state.uploads.remove(upload.id))
    })
    return answerCompletion(request, stored, writeHeaders(stored, state))
  } finally {
    state.completing.delete(upload.id)
  }
}

/** Reads the document without the checksum headers, which here describe the object. */
function readCompletion(request: S3Request): Promise<string> {
  const headers = Object.entries(request.headers).filter(([name]) => !checksumHeaderNames.includes(name))
  return readDocument({ ...request, headers: Object.fromEntries(headers) })
}

function checkPromisedSize({ headers }: S3Request, parts: readonly Part[]): void {
  const promised = headers['x-amz-mp-object-size']
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  if (promised === undefined || Number(promised) === size) return
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${promised} does not match what was computed: ${size}`,
  )
}

function checkPromisedChecksum({ headers }: S3Request, upload: Upload, checksum: Checksum | undefined): void {
  const type = headers['x-amz-checksum-type']
  if (type !== undefined && type !== (upload.checksum?.type ?? 'FULL_OBJECT')) {
    throw invalidRequest(
      `The upload was created using the ${upload.checksum?.type} checksum mode. The complete request must use the same checksum mode.`,
    )
  }
  for (const algorithm of checksumAlgorithms) {
    const promised = headers[checksumHeader(algorithm)]
    if (promised === undefined) continue
    if (algorithm !== checksum?.algorithm) throw checksumTypeMismatch(checksum?.algorithm, algorithm)
    // The number of parts after a composite checksum is optional.
    if (promised.split('-')[0] !== checksum.value.split('-')[0]) throw badChecksum(algorithm)
  }
}

function answerCompletion(
  { bucket, key }: S3Request,
  { etag, checksum }: StoredObject,
  headers: Readonly<Record<string, string>>,
): AwsResponse {
  const result: readonly (XmlElement | undefined)[] = [
    ['Location', `/${bucket}/${encodeURI(key)}`],
    ['Bucket', bucket],
    ['Key', key],
    ['ETag', `"${etag}"`],
    checksum && checksumElement(checksum),
    checksum && ['ChecksumType', checksum.type],
  ]
  return xmlAnswer(['CompleteMultipartUploadResult', result], headers)
}
