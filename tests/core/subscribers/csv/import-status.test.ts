import { expect, test } from 'vitest'
import type { CsvRow } from '../../../../core/subscribers/csv/import-header.ts'
import { findRefusal } from '../../../../core/subscribers/csv/import-status.ts'

test.each([
  ['unactivated', 'unconfirmed'],
  ['Unsubscribed', 'unsubscribed'],
  ['canceled', 'unsubscribed'],
  ['cleaned', 'bounce'],
  ['hard-bounced', 'bounce'],
  ['complained', 'complaint'],
  ['blocklisted', 'operator'],
])('the status %j in a file means: %s', (word, status) => {
  expect(findRefusal({ status: word })?.status).toBe(status)
})

test.each(['active', 'Enabled', 'SUBSCRIBED', 'regular', 'comped', 'Opted-In', '1', 'abonniert', 'Inscrit', '購読中'])(
  'the status %j in a file does not refuse a person',
  (status) => {
    expect(findRefusal({ status })).toBeUndefined()
  },
)

test.each([
  [{ subscribed: 'no' }, 'unsubscribed'],
  [{ 'email disabled': 'TRUE' }, 'unsubscribed'],
  [{ 'email disabled': 'false' }, undefined],
  [{ 'clean time': '2024-05-01 10:00:00' }, 'bounce'],
  [{ 'deleted at': 'null' }, undefined],
  [{ suppressed: 'complaint' }, 'complaint'],
  [{ suppressed: 'yes' }, 'operator'],
] as const)('the cells %j mean: %s', (row, status) => {
  expect(findRefusal(row)?.status).toBe(status)
})

test.each(['unreachable', 'junk', 'validating', 'implicit', '5', 'paused by hand'])(
  'the status %j is no known yes, and nothing is recorded',
  (status) => {
    expect(findRefusal({ email: 'ada@example.org', status })).toEqual({
      reason: `status: ${status} is not a known state`,
    })
  },
)

test.each(['', ' ', 'null'])('the status %j is no known yes', (status) => {
  expect(findRefusal({ status })).toEqual({ reason: 'status: it is empty, so no consent is known' })
})

test.each([
  ['Mailtrain', { status: '2' }, 'unsubscribed'],
  ['Mailtrain', { status: '3' }, 'bounce'],
  ['Mailtrain', { status: '4' }, 'complaint'],
  ['phpList', { confirmed: '1', blacklisted: '1' }, 'operator'],
  ['phpList', { confirmed: '0', blacklisted: '0' }, 'unconfirmed'],
  ['phpList', { confirmed: '', blacklisted: '0' }, undefined],
  ['phpList', { 'is this subscriber confirmed': '1', 'is this subscriber blacklisted': '1' }, 'operator'],
  ['phpList', { 'is this subscriber confirmed': '0', 'is this subscriber blacklisted': '0' }, 'unconfirmed'],
  ['Brevo', { blacklist: 'Yes', 'email campaigns': '' }, 'operator'],
  ['Brevo', { blacklist: 'No', 'email campaigns': 'Unsubscribed' }, 'unsubscribed'],
  ['Mautic', { dnc: 'Unsubscribed' }, 'unsubscribed'],
  ['Mautic', { dnc: 'Bounced' }, 'bounce'],
  ['Mautic', { dnc: '1' }, 'operator'],
  ['HubSpot', { 'unsubscribed from all email': 'true' }, 'unsubscribed'],
  ['HubSpot', { 'marketing contact status': 'Non-marketing contact' }, undefined],
  ['the Newsletter plugin', { status: 'P' }, 'complaint'],
  ['Salesforce', { 'has opted out of email': '1' }, 'unsubscribed'],
  ['any', { bounces: '3' }, 'bounce'],
  ['any', { bounced: '2024-05-01 10:00' }, 'bounce'],
  ['any', { 'spam complaint': 'x' }, 'complaint'],
  ['any', { 'do not email': 'TRUE' }, 'operator'],
  ['any', { blocked: 'perhaps' }, undefined],
  ['any', { status: 'abgemeldet' }, 'unsubscribed'],
  ['any', { 'email verified': 'false' }, 'unconfirmed'],
  ['any', { consent: '' }, undefined],
  ['any', { optin: 'no' }, 'unconfirmed'],
] as const)('of a file of %s, %j is left out as %s', (_product, row, status) => {
  const refusal = findRefusal(row)
  expect([refusal !== undefined, refusal?.status]).toEqual([true, status])
})

test.each([
  [{ status: '1' }],
  [{ confirmed: '1', blacklisted: '0' }],
  [{ 'is this subscriber confirmed': '1', 'is this subscriber blacklisted': '0', 'number of bounces': '0' }],
  [{ blacklist: 'No', 'email campaigns': 'Subscribed' }],
  [{ dnc: '' }],
  [{ 'unsubscribed from all email': '', 'marketing contact status': 'Marketing contact', 'lead status': 'New' }],
  [{ status: 'active', 'confirmed at': '', 'unsubscribe url': 'https://example.net/u/1' }],
  [{ state: 'NY', city: 'Albany' }],
  [{ state: 'North Carolina', city: 'Raleigh' }],
  [{ 'sms status': 'unsubscribed', 'order status': 'cancelled' }],
  [{ 'active subscription': 'false', 'email disabled': 'false' }],
  [{ 'unsubscribed at': '0001-01-01 00:00:00 +0000 UTC', bounces: '0', 'spam score': '12' }],
  [{ name: 'Ada', note: 'met at the fair' }],
] as CsvRow[][])('%j says nothing against mailing', (row) => {
  expect(findRefusal(row ?? {})).toBeUndefined()
})

test('of several reasons, the most severe is recorded', () => {
  expect(findRefusal({ state: 'pending', 'unsubscribed at': '2024-01-01' })?.status).toBe('unsubscribed')
  expect(findRefusal({ status: 'unsubscribed', complained: 'yes' })?.status).toBe('complaint')
})
