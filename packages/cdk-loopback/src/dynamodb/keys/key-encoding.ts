import { crc32 } from 'node:zlib'
import type { AttributeValue } from '../values/attribute-value.ts'
import { encodeDecimal, parseDecimal } from '../values/decimal.ts'

/** The keys from `from` (included) to `to` (excluded). */
export type Interval = { readonly from: Buffer; readonly to: Buffer }

/** Every key begins with a number below this one, so this number sorts above all keys. */
const hashes = 2 ** 31

export const everything: Interval = { from: encodeHash(0), to: encodeHash(hashes) }

/** Encodes a value as bytes that sort as DynamoDB sorts values of that type. Key attributes only have these three types. */
export function encodeScalar(value: AttributeValue): Buffer {
  if ('S' in value) return Buffer.from(value.S)
  if ('N' in value) return encodeDecimal(parseDecimal(value.N))
  if ('B' in value) return Buffer.from(value.B, 'base64')
  throw new TypeError('A key attribute is a string, a number or bytes')
}

/**
 * Encodes a key that sorts by a hash of its partition, as DynamoDB scans, and then part by part. The encoding of a
 * partition is a prefix of all its keys and of no others. The same is true for each further part.
 */
export function encodeKey(partition: Buffer, ...parts: readonly Buffer[]): Buffer {
  const marked = [partition, ...parts].flatMap((part) => [escapeZeros(part), mark])
  return Buffer.concat([encodeHash(crc32(partition) % hashes), ...marked])
}

/** Returns the keys of one of `total` equal slices of the hashes. */
export function segmentInterval(segment: number, total: number): Interval {
  const start = (slice: number) => Math.ceil((hashes * slice) / total)
  return { from: encodeHash(start(segment)), to: encodeHash(start(segment + 1)) }
}

/** Returns the keys that begin with these bytes. */
export function prefixInterval(prefix: Buffer): Interval {
  return { from: prefix, to: afterPrefix(prefix) }
}

/** Returns the prefix of a partition's keys whose next part begins with these bytes. Writes no end mark. */
export function openPart(partition: Buffer, start: Buffer): Buffer {
  return Buffer.concat([partition, escapeZeros(start)])
}

/** Returns the first key after all keys that begin with these bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  const last = prefix.findLastIndex((byte) => byte < 255)
  const after = Buffer.from(prefix.subarray(0, last + 1))
  after[last] = (after[last] ?? 0) + 1
  return after
}

/** Returns the keys in both intervals. */
export function intersect(one: Interval, other: Interval): Interval {
  return {
    from: Buffer.compare(one.from, other.from) > 0 ? one.from : other.from,
    to: Buffer.compare(one.to, other.to) < 0 ? one.to : other.to,
  }
}

export function isWithin(key: Buffer, { from, to }: Interval): boolean {
  return Buffer.compare(key, from) >= 0 && Buffer.compare(key, to) < 0
}

/** Marks the end of a part. Sorts below every byte that could continue the part, even an escaped zero. */
const mark = Buffer.of(0, 1)

function escapeZeros(part: Buffer): Buffer {
  if (!part.includes(0)) return part
  return Buffer.concat([...part].map((byte) => (byte === 0 ? Buffer.of(0, 255) : Buffer.of(byte))))
}

function encodeHash(hash: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(hash)
  return bytes
}
