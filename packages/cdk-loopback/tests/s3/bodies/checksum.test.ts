import { expect, test } from 'vitest'
import { startChecksum } from '../../../src/s3/bodies/checksum.ts'

// The check values for these nine bytes, from the catalogue of CRC algorithms and FIPS 180.
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('the %s of "123456789" is %s, also in pieces', (algorithm, expected) => {
  const digest = startChecksum(algorithm)
  for (const piece of ['12', '', '3456', '789']) digest.update(Buffer.from(piece))
  expect(digest.digest().toString('hex')).toBe(expected)
})
