import { checksumHeaders } from '../bodies/checksum.ts'
import { type IncomingBody, openUploadBody } from '../bodies/incoming-body.ts'
import { encryptionHeaders } from '../objects/storage-headers.ts'
import { commitBody, wholeSeconds } from '../objects/store-object.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import { type Operation, onObject, requiredParameter, type S3State } from '../protocol/operation.ts'
import { readPartNumber } from '../protocol/part-number.ts'
import { checksumTypeMismatch } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { needOpenUpload } from './open-upload.ts'
import type { Part, Upload } from './upload-store.ts'

export const uploadPart: Operation = {
  name: 'UploadPart',
  method: 'PUT',
  level: 'object',
  selectedBy: ['uploadId', 'partNumber'],
  headers: bodyHeaders,
  permissions: (request) => [onObject('s3:PutObject', request)],
  handle: async (request, state) => {
    const number = readPartNumber(requiredParameter(request, 'partNumber'))
    const upload = needOpenUpload(request, state)
    const incoming = openUploadBody(request, upload.checksum?.algorithm)
    const body = await state.bodies.write(incoming.chunks)
    const part = commitBody(state, body, () => {
      const modified = wholeSeconds(state.now())
      return storePart(request, state, { number, body, modified, ...factsOfPart(incoming, upload) })
    })
    const facts = { ...checksumHeaders(part.checksum), ...encryptionHeaders(upload.headers) }
    return { status: 200, headers: { etag: `"${part.md5}"`, 'content-length': '0', ...facts } }
  },
}

/** Adds a part to an upload that is still open. */
export function storePart(request: S3Request, state: S3State, part: Part): Part {
  state.database.transaction(() => state.uploads.putPart(needOpenUpload(request, state).id, part))
  return part
}

function factsOfPart(incoming: IncomingBody, upload: Upload): Pick<Part, 'size' | 'md5' | 'checksum'> {
  const { size, md5, checksum } = incoming.facts()
  if (upload.checksum && checksum?.algorithm !== upload.checksum.algorithm) {
    throw checksumTypeMismatch(upload.checksum.algorithm, checksum?.algorithm)
  }
  return { size, md5: md5.toString('hex'), checksum }
}
