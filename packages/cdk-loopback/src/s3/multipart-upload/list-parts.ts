import { checksumElement } from '../bodies/checksum.ts'
import { owner } from '../buckets/bucket-operations.ts'
import { storageClassOf } from '../objects/storage-headers.ts'
import { type Operation, onObject, requiredParameter } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import type { XmlElement } from '../protocol/xml-writer.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import type { Part } from './upload-store.ts'

export const listParts: Operation = {
  name: 'ListParts',
  method: 'GET',
  level: 'object',
  selectedBy: ['uploadId'],
  parameters: ['max-parts', 'part-number-marker'],
  permissions: (request) => [onObject('s3:ListMultipartUploadParts', request)],
  handle: (request, { buckets, uploads }) => {
    const { bucket, key, query } = request
    buckets.need(bucket)
    const upload = uploads.need(bucket, key, requiredParameter(request, 'uploadId'))
    const marker = readCount(query, 'part-number-marker', 0)
    const limit = Math.min(readCount(query, 'max-parts', 1000), 1000)
    const following = uploads.listParts(upload.id, marker, limit + 1)
    const parts = following.slice(0, limit)
    return xmlAnswer([
      'ListPartsResult',
      [
        ['Bucket', bucket],
        ['Key', key],
        ['UploadId', upload.id],
        ['PartNumberMarker', marker],
        ['NextPartNumberMarker', parts.at(-1)?.number ?? 0],
        ['MaxParts', limit],
        ['IsTruncated', following.length > limit],
        owner,
        ['StorageClass', storageClassOf(upload.headers)],
        upload.checksum && ['ChecksumAlgorithm', upload.checksum.algorithm],
        upload.checksum && ['ChecksumType', upload.checksum.type],
        ...parts.map(renderPart),
      ],
    ])
  },
}

function renderPart({ number, modified, md5, size, checksum }: Part): XmlElement {
  const facts: XmlElement[] = [
    ['PartNumber', number],
    ['LastModified', modified.toISOString()],
    ['ETag', `"${md5}"`],
    ['Size', size],
  ]
  return ['Part', [...facts, checksum && checksumElement(checksum)]]
}

function readCount(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name) || String(otherwise)
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`)
}
