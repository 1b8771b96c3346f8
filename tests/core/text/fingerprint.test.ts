import { expect, it } from 'vitest'
import { fingerprint } from '../../../core/text/fingerprint.ts'

it('a fingerprint is the start of the SHA-256 in hex', () => {
  // NIST's example for "abc": FIPS 180-2, appendix B.1.
  expect(fingerprint('abc', 64)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(fingerprint('abc', 12)).toBe('ba7816bf8f01')
})

it('a text and its UTF-8 bytes have the same fingerprint', () => {
  expect(fingerprint(Buffer.from('Nächte'), 16)).toBe(fingerprint('Nächte', 16))
})
