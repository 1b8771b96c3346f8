import { createHash } from 'node:crypto'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { ByteRange } from '../bodies/body-store.ts'
import { checksumElement, startChecksum } from '../bodies/checksum.ts'
import { largestUpload } from '../bodies/incoming-body.ts'
import { needSource, sourceHeaders, sourcePermission, sourceVersionHeader } from '../objects/copy-source.ts'
import type { StoredObject } from '../objects/object-store.ts'
import { encryptionHeaders } from '../objects/storage-headers.ts'
import { commitBody, wholeSeconds } from '../objects/store-object.ts'
import { type Operation, onObject, requiredParameter, type S3State } from '../protocol/operation.ts'
import { readPartNumber } from '../protocol/part-number.ts'
import { invalidArgument, invalidRequest } from '../protocol/s3-error.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { needOpenUpload } from './open-upload.ts'
import { storePart } from './upload-part.ts'
import type { Part, Upload } from './upload-store.ts'

const rangeHeader = 'x-amz-copy-source-range'

export const uploadPartCopy: Operation = {
  name: 'UploadPartCopy',
  method: 'PUT',
  level: 'object',
  selectedBy: ['uploadId', 'partNumber'],
  selectedByHeader: 'x-amz-copy-source',
  headers: [...sourceHeaders, rangeHeader],
  permissions: (request) => [sourcePermission(request), onObject('s3:PutObject', request)],
  handle: async (request, state) => {
    const number = readPartNumber(requiredParameter(request, 'partNumber'))
    const upload = needOpenUpload(request, state)
    const source = needSource(request, state)
    const range = readRange(request.headers[rangeHeader], source)
    const copied = await copyRange(state, source, range, upload)
    const part = commitBody(state, copied.body, () => {
      return storePart(request, state, { number, modified: wholeSeconds(state.now()), ...copied })
    })
    const result = [
      ['LastModified', part.modified.toISOString()],
      ['ETag', `"${part.md5}"`],
      part.checksum && checksumElement(part.checksum),
    ] as const
    const headers = { ...sourceVersionHeader(source, state), ...encryptionHeaders(upload.headers) }
    return xmlAnswer(['CopyPartResult', result], headers)
  },
}

/** Reads `bytes=first-last`. Unlike in a `Range` header, both are necessary and must be within the source. */
function readRange(header: string | undefined, { size }: StoredObject): ByteRange {
  const range = header === undefined ? { first: 0, last: size - 1 } : parseRange(header)
  if (header !== undefined && range.last >= size) {
    const details = { RangeRequested: header, ActualObjectSize: size }
    throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', details)
  }
  if (range.last - range.first >= largestUpload) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${largestUpload}`,
    )
  }
  return range
}

function parseRange(header: string): ByteRange {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  if (first !== undefined && Number(first) <= Number(last)) return { first: Number(first), last: Number(last) }
  const message =
    'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
  throw invalidArgument(rangeHeader, header, message)
}

/** Writes a part of an object's content as a new body. The caller commits it. */
async function copyRange(
  { bodies }: S3State,
  source: StoredObject,
  range: ByteRange,
  { checksum: kind }: Upload,
): Promise<Omit<Part, 'number' | 'modified'>> {
  const md5 = createHash('md5')
  const digest = kind && startChecksum(kind.algorithm)
  let size = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    if (source.size === 0) return
    const content = bodies.read(source.body, range)
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
      md5.update(chunk)
      digest?.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  const body = await bodies.write(chunks())
  const value = digest?.digest().toString('base64') ?? ''
  const checksum = kind && { algorithm: kind.algorithm, type: 'FULL_OBJECT' as const, value }
  return { body, size, md5: md5.digest('hex'), checksum }
}
