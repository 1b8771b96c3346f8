import { randomUUID } from 'node:crypto'
import { type ChecksumAlgorithm, type ChecksumType, parseChecksumAlgorithm } from '../bodies/checksum.ts'
import { readObjectHeaders } from '../objects/object-headers.ts'
import { writePermissions } from '../objects/put-object.ts'
import { encryptionHeaders, readStorage, storageHeaders } from '../objects/storage-headers.ts'
import { parseTagHeader } from '../objects/tag.ts'
import { objectHeaders } from '../protocol/known-headers.ts'
import type { Operation } from '../protocol/operation.ts'
import { invalidRequest, notImplemented } from '../protocol/s3-error.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import type { Upload } from './upload-store.ts'

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  level: 'object',
  selectedBy: ['uploads'],
  headers: [...objectHeaders, ...storageHeaders, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'],
  permissions: writePermissions,
  handle: ({ bucket, key, headers }, { buckets, uploads, now }) => {
    const storage = readStorage(headers, buckets.need(bucket).settings)
    const checksum = readChecksumKind(headers)
    const tags = parseTagHeader(headers['x-amz-tagging'])
    const id = randomUUID()
    const stored = { ...readObjectHeaders(headers), ...storage }
    uploads.add({ id, bucket, key, headers: stored, tags, checksum, initiated: now() })
    return xmlAnswer(
      [
        'InitiateMultipartUploadResult',
        [
          ['Bucket', bucket],
          ['Key', key],
          ['UploadId', id],
        ],
      ],
      {
        ...(checksum && { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }),
        ...encryptionHeaders(storage),
      },
    )
  },
}

/** Follows https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html. */
function readChecksumKind(headers: Readonly<Record<string, string>>): Upload['checksum'] {
  const name = headers['x-amz-checksum-algorithm']
  if (name === undefined) return undefined
  const algorithm = parseChecksumAlgorithm(name)
  if (!algorithm) throw notImplemented(`the checksum algorithm ${name}`)
  const allowed = checksumTypes(algorithm)
  const requested = headers['x-amz-checksum-type']
  const type = requested === undefined ? allowed[0] : allowed.find((one) => one === requested)
  if (!type) throw invalidRequest(`The ${requested} checksum type cannot be used with the ${name} checksum algorithm.`)
  return { algorithm, type }
}

/** Returns the types that an algorithm allows, the default first. */
function checksumTypes(algorithm: ChecksumAlgorithm): readonly ChecksumType[] {
  if (algorithm === 'CRC64NVME') return ['FULL_OBJECT']
  return algorithm.startsWith('SHA') ? ['COMPOSITE'] : ['COMPOSITE', 'FULL_OBJECT']
}
