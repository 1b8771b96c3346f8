import { expect, test } from 'vitest'
import {
  dmarcDomains,
  isAligned,
  isDmarc,
  parseDmarc,
  reportConsentName,
} from '../../../../core/diagnosis/dns/dmarc.ts'

test('a record has a policy, alignment modes and addresses for reports', () => {
  const text = 'v=DMARC1; p=Reject; adkim=s ; rua=mailto:a@example.org!10m,https://x.example, mailto:b@example.net;;'
  expect(parseDmarc(text.replace(';;', ';'))).toEqual({
    policy: 'reject',
    alignment: { dkim: 'strict', spf: 'relaxed' },
    reports: ['a@example.org', 'b@example.net'],
  })
})

test.each([
  'v=DMARC1; p',
  'v=DMARC1; p=none; p=reject',
  'v=DMARC1',
  'v=DMARC1; p=monitor',
  'v=dmarc1; p=none',
  'p=none; v=DMARC1',
  'v=DMARC1; ; p=none; =x',
  '',
])('%j is ignored by receivers', (text) => {
  expect(parseDmarc(text)).toBeUndefined()
})

test('an unknown policy counts as none if there is an address for reports (RFC 7489 §6.6.3)', () => {
  expect(parseDmarc('v=DMARC1; p=monitor; rua=mailto:a@example.org')?.policy).toBe('none')
})

test('the version comes first, in upper case', () => {
  expect(isDmarc('v = DMARC1 ; p=none')).toBe(true)
  expect(isDmarc('v=DMARC10; p=none')).toBe(false)
})

test.each([
  ['example.org', 'example.org', 'strict', true],
  ['bounces.example.org', 'example.org', 'strict', false],
  ['bounces.example.org', 'example.org', 'relaxed', true],
  ['example.org', 'news.example.org', 'relaxed', true],
  ['amazonses.com', 'example.org', 'relaxed', false],
  ['notexample.org', 'example.org', 'relaxed', false],
] as const)('%s agrees with %s in the mode %s: %s', (authenticated, from, mode, expected) => {
  expect(isAligned(authenticated, from, mode)).toBe(expected)
})

test('the record may be at the domain or above it, but not at the top', () => {
  expect(dmarcDomains('a.b.example.org')).toEqual(['a.b.example.org', 'b.example.org', 'example.org'])
})

test('only an address elsewhere needs consent', () => {
  expect(reportConsentName('example.org', 'x@reports.example.org')).toBeUndefined()
  expect(reportConsentName('example.org', 'x@Example.com')).toBe('example.org._report._dmarc.example.com')
})
