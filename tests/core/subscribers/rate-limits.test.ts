import { expect, test } from 'vitest'
import { addressRateLimit, networkOf, requestRateLimits, secondsLeft } from '../../../core/subscribers/rate-limits.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
  ['', ''],
])('%s belongs to the network %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})

test('the names of the counters contain no IP address and no address', () => {
  const limits = requestRateLimits('203.0.113.9', 'f'.repeat(40), 'ab'.repeat(32))
  expect(limits.map((limit) => limit.subject)).toEqual([
    expect.stringMatching(/^network#[0-9a-f]{40}$/),
    `address#${'f'.repeat(40)}`,
  ])
})

test('the seconds left end with the window', () => {
  const limit = { ...addressRateLimit('x'), seconds: 3600 }
  expect(secondsLeft(limit, new Date('2026-11-21T06:00:00Z'))).toBe(3600)
  expect(secondsLeft(limit, new Date('2026-11-21T06:59:59.900Z'))).toBe(1)
})
