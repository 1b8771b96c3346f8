import { createHash } from 'node:crypto'
import { invalidRequest } from '../protocol/s3-error.ts'
import { crc32, crc32c, crc64nvme, type Digest } from './crc.ts'

/** How to compute each of S3's additional checksums. */
const digests = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: (): Digest => createHash('sha1'),
  SHA256: (): Digest => createHash('sha256'),
}

export type ChecksumAlgorithm = keyof typeof digests
/** FULL_OBJECT: over the whole object. COMPOSITE: over the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'
/** `value` is base64, for COMPOSITE followed by `-` and the number of parts. */
export type Checksum = {
  readonly algorithm: ChecksumAlgorithm
  readonly type: ChecksumType
  readonly value: string
}

/** The checksum that a request announces for its body. `value` is undefined if a trailer will bring it. */
export type AnnouncedChecksum = { readonly algorithm: ChecksumAlgorithm; readonly value: string | undefined }

// Object.keys widens to string; these are the keys of `digests`.
export const checksumAlgorithms = Object.keys(digests) as readonly ChecksumAlgorithm[]

export function startChecksum(algorithm: ChecksumAlgorithm): Digest {
  return digests[algorithm]()
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** Returns a checksum as response headers. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {}
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}

/** Returns a checksum as the XML element `Checksum…`. */
export function checksumElement({ algorithm, value }: Checksum): readonly [string, string] {
  return [`Checksum${algorithm}`, value]
}

export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase())
}

/** Reads the checksum that a header or `x-amz-trailer` announces. Refuses several checksums and malformed ones. */
export function readAnnouncedChecksum(headers: Readonly<Record<string, string>>): AnnouncedChecksum | undefined {
  const trailer = readTrailerName(headers)
  const announced = checksumAlgorithms.flatMap((algorithm): AnnouncedChecksum[] => {
    const name = checksumHeader(algorithm)
    const value = headers[name]
    const inTrailer = trailer === name ? [{ algorithm, value: undefined }] : []
    if (value === undefined) return inTrailer
    if (!isDigest(algorithm, value)) throw invalidRequest(`Value for ${name} header is invalid.`)
    return [...inTrailer, { algorithm, value }]
  })
  if (announced.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.')
  }
  if (announced.length === 0 && headers['x-amz-sdk-checksum-algorithm'] !== undefined) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  }
  checkAlgorithm(headers['x-amz-sdk-checksum-algorithm'], announced[0])
  return announced[0]
}

/** Returns the trailer that a request announces, in lower case. @throws {AwsError} InvalidRequest if it is no checksum */
export function readTrailerName(headers: Readonly<Record<string, string>>): string | undefined {
  const name = headers['x-amz-trailer']?.trim().toLowerCase()
  if (name === undefined || checksumAlgorithms.map(checksumHeader).includes(name)) return name
  throw invalidRequest('The value specified in the x-amz-trailer header is not supported')
}

/** Checks the algorithm that an SDK names beside the checksum itself. */
function checkAlgorithm(name: string | undefined, announced: AnnouncedChecksum | undefined): void {
  if (name === undefined || parseChecksumAlgorithm(name) === announced?.algorithm) return
  throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.')
}

function isDigest(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64')
  return bytes.length === startChecksum(algorithm).digest().length && bytes.toString('base64') === value
}

/** Returns the checksum of the parts' checksums, in the order of the parts. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly Checksum[]): Checksum {
  const digest = startChecksum(algorithm)
  for (const part of parts) digest.update(Buffer.from(part.value, 'base64'))
  return { algorithm, type: 'COMPOSITE', value: `${digest.digest().toString('base64')}-${parts.length}` }
}
