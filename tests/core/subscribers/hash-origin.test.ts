import { expect, test } from 'vitest'
import { hashOrigin, monthOf, saltExpiry } from '../../../core/subscribers/hash-origin.ts'

const salt = { month: '2026-11', key: 'ab'.repeat(32) }

test('the hash of an origin starts with the month and depends on the IP address and the salt', () => {
  const hash = hashOrigin('203.0.113.9', salt)
  expect(hash).toMatch(/^2026-11:[0-9a-f]{24}$/)
  expect(hashOrigin('203.0.113.9', salt)).toBe(hash)
  expect(hashOrigin('203.0.113.8', salt)).not.toBe(hash)
  expect(hashOrigin('203.0.113.9', { ...salt, key: 'cd'.repeat(32) })).not.toBe(hash)
})

test.each([
  ['2026-11', '2027-01-01T00:00:00.000Z'],
  ['2026-12', '2027-02-01T00:00:00.000Z'],
])('the salt of %s is deleted at %s', (month, instant) => {
  expect(new Date(saltExpiry(month) * 1000).toISOString()).toBe(instant)
})

test('the month of a salt is in UTC', () => {
  expect(monthOf(new Date('2026-11-30T23:59:59.999Z'))).toBe('2026-11')
})
