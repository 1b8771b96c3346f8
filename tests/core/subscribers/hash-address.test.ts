import { expect, test } from 'vitest'
import { hashAddress } from '../../../core/subscribers/hash-address.ts'

const pepper = 'ab'.repeat(32)

test('case and surrounding spaces do not change the hash', () => {
  expect(hashAddress(' Ada@Example.ORG ', pepper)).toBe(hashAddress('ada@example.org', pepper))
})

test('a plus tag, a dot and another pepper change the hash', () => {
  const others = [
    hashAddress('ada+x@example.org', pepper),
    hashAddress('a.da@example.org', pepper),
    hashAddress('ada@example.org', 'cd'.repeat(32)),
  ]
  expect(new Set([...others, hashAddress('ada@example.org', pepper)]).size).toBe(4)
})

test('the hash is 160 bits in hex', () => {
  expect(hashAddress('ada@example.org', pepper)).toMatch(/^[0-9a-f]{40}$/)
})
