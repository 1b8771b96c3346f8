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

test('the hash keeps its value, because stored data is found by it', () => {
  expect(hashAddress('ada@example.org', pepper)).toBe('de2db2a4d8d221e3f758fe741ff1f70685691f9a')
})
