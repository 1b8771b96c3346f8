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

const pepper = 'ab'.repeat(32)
const counterOf = (address: string) => addressRateLimit(address, pepper).subject

test.each([
  ['ada@example.org', ['ADA@example.org', 'ada+1@example.org', 'ada+a+b@example.org']],
  ['adalovelace@gmail.com', ['ada.lovelace@gmail.com', 'A.d.a.lovelace+x@googlemail.com', 'adalovelace@Gmail.com']],
])('the spellings of %s share a counter', (address, spellings) => {
  expect(spellings.map(counterOf)).toEqual(spellings.map(() => counterOf(address)))
})

test.each([
  ['a.da@example.org', 'ada@example.org'],
  ['+a@example.org', '+b@example.org'],
  ['ada-1@example.org', 'ada@example.org'],
])('%s and %s are counted separately', (one, other) => {
  expect(counterOf(one)).not.toBe(counterOf(other))
})

test('the names of the counters contain no IP address and no address', () => {
  const limits = requestRateLimits('203.0.113.9', 'ada@example.org', pepper)
  expect(limits.map((limit) => limit.subject)).toEqual([
    expect.stringMatching(/^network#[0-9a-f]{40}$/),
    expect.stringMatching(/^address#[0-9a-f]{40}$/),
  ])
})

test('the seconds left end with the window', () => {
  const limit = { ...addressRateLimit('ada@example.org', pepper), seconds: 3600 }
  expect(secondsLeft(limit, new Date('2026-11-21T06:00:00Z'))).toBe(3600)
  expect(secondsLeft(limit, new Date('2026-11-21T06:59:59.900Z'))).toBe(1)
})
