import { crc32 as zlibCrc32 } from 'node:zlib'

/** A checksum of bytes that arrive in pieces. */
export type Digest = {
  update(data: Uint8Array): unknown
  /** Returns the checksum, big-endian. Call it once, at the end. */
  digest(): Buffer
}

export function crc32(): Digest {
  let crc = 0
  return {
    update: (data) => {
      crc = zlibCrc32(data, crc)
    },
    digest: () => bigEndian(crc),
  }
}

/** Starts a CRC-32C (Castagnoli), RFC 3720 section 12.1. */
export function crc32c(): Digest {
  let crc = -1
  return {
    update: (data) => {
      for (const byte of data) crc = (crc >>> 8) ^ (castagnoli[(crc ^ byte) & 0xff] ?? 0)
    },
    digest: () => bigEndian(~crc),
  }
}

/** Starts a CRC-64/NVME. Its halves are separate, because JavaScript's bitwise operators have 32 bits. */
export function crc64nvme(): Digest {
  let high = -1
  let low = -1
  return {
    update: (data) => {
      for (const byte of data) {
        const index = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0)
        high = (high >>> 8) ^ (nvmeHigh[index] ?? 0)
      }
    },
    digest: () => Buffer.concat([bigEndian(~high), bigEndian(~low)]),
  }
}

const castagnoli = Int32Array.from(reflectedTable(0x82f63b78n), Number)
const nvme = reflectedTable(0x9a6c9329ac4bc9b5n)
const nvmeHigh = Int32Array.from(nvme, (entry) => Number(BigInt.asIntN(32, entry >> 32n)))
const nvmeLow = Int32Array.from(nvme, (entry) => Number(BigInt.asIntN(32, entry)))

/** Returns the remainder of every byte under a bit-reversed polynomial. */
function reflectedTable(polynomial: bigint): bigint[] {
  return Array.from({ length: 256 }, (_, byte) => {
    let remainder = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1n ? (remainder >> 1n) ^ polynomial : remainder >> 1n
    return remainder
  })
}

function bigEndian(crc: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc >>> 0)
  return bytes
}
