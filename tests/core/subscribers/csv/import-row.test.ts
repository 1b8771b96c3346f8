import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { type CsvRow, readHeader } from '../../../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../../../core/subscribers/csv/import-row.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()

function importOf(csv: string) {
  const rows: CsvRow[] = parse(csv, {
    columns: (headers: string[]) => readHeader(headers) ?? [],
    relax_column_count: true,
  })
  return rows.map((row) => {
    const result = parseImportRow(row, publication)
    if (result.kind === 'hashed') return result.hash
    return result.kind === 'subscriber' ? result.address : result.reason
  })
}

test.each([
  [
    'Mailchimp, subscribed',
    'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\nada@example.org,Ada,Lovelace,2,,,2024-03-16 14:40:47,,,,,,Europe/London,GB,,2024-03-16 14:40:47,1,2,,"""VIP"",""Blog"""',
    ['ada@example.org'],
  ],
  [
    'Mailchimp, unsubscribed',
    'Email Address,First Name,Last Name,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,UNSUB_REASON_OTHER,LEID\nada@example.org,Ada,Lovelace,2024-05-01 10:00:00,May,NORMAL,,1',
    ['the file says unsub time: 2024-05-01 10:00:00'],
  ],
  [
    'Mailchimp, cleaned',
    'Email Address,First Name,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID\nada@example.org,Ada,2024-05-01 10:00:00,May,1',
    ['the file says clean time: 2024-05-01 10:00:00'],
  ],
  [
    'Substack',
    'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\nada@example.org,false,,other,false,2025-01-01,\neve@example.org,true,2026-01-01,yearly,true,2025-01-01,2025-06-01',
    ['ada@example.org', 'the file says email disabled: true'],
  ],
  [
    'Ghost',
    'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\nm1,ada@example.org,Ada,"VIP, early",true,false,,2024-01-15T10:00:00.000Z,,friends,\nm2,eve@example.org,,,false,false,,2024-01-15T10:00:00.000Z,,,\nm3,bob@example.org,,,true,false,,2024-01-15T10:00:00.000Z,2025-01-15T10:00:00.000Z,,',
    [
      'ada@example.org',
      'the file says subscribed to emails: false',
      'the file says deleted at: 2025-01-15T10:00:00.000Z',
    ],
  ],
  [
    'Buttondown',
    'email_address,creation_date,notes,metadata,tags,type\nada@example.org,2024-01-01,,{},[],regular\nbob@example.org,2024-01-01,,{},[],premium\neve@example.org,2024-01-01,,{},[],unsubscribed\nmallory@example.org,2024-01-01,,{},[],unactivated\nsue@example.org,2024-01-01,,{},[],complained',
    [
      'ada@example.org',
      'bob@example.org',
      'the file says type: unsubscribed',
      'the file says type: unactivated',
      'the file says type: complained',
    ],
  ],
  [
    'Kit',
    'first_name,email,status,created_at,tags\nAda,ada@example.org,active,2024-01-01 00:00:00 UTC,news\nEve,eve@example.org,cancelled,2024-01-01 00:00:00 UTC,\nBob,bob@example.org,bounced,2024-01-01 00:00:00 UTC,\nSue,sue@example.org,inactive,2024-01-01 00:00:00 UTC,',
    [
      'ada@example.org',
      'the file says status: cancelled',
      'the file says status: bounced',
      'the file says status: inactive',
    ],
  ],
  [
    'listmonk',
    'uuid,email,name,attributes,status,created_at,updated_at\n0001,ada@example.org,Ada,"{""city"": ""London""}",enabled,2024-01-01,2024-01-01\n0002,eve@example.org,Eve,{},blocklisted,2024-01-01,2024-01-01\n0003,bob@example.org,Bob,{},disabled,2024-01-01,2024-01-01',
    ['ada@example.org', 'the file says status: blocklisted', 'the file says status: disabled'],
  ],
  [
    'a hand-made list with a postal address',
    'Name,Address,E-Mail\nAda,1 Mail Coach Lane,ada@example.org\n,,\nEve,2 Mail Coach Lane,eve at example.org',
    ['ada@example.org', 'no address', 'not an e-mail address'],
  ],
])('an export of %s is read by its columns', (_product, csv, expected) => {
  expect(importOf(csv)).toEqual(expected)
})

test('choices are read, and tags of other products are not topics', () => {
  const row = { email: ' Ada@Example.ORG ', digest: 'weekly', language: 'de', timezone: 'Europe/London', tags: 'vip' }
  expect(parseImportRow(row, publication)).toEqual({
    kind: 'subscriber',
    address: 'Ada@example.org',
    choices: { digest: 'weekly', topics: [], language: 'de', timeZone: 'Europe/London' },
    consent: { at: undefined, source: undefined },
    warnings: [],
  })
})

test.each([
  ['asia china', ['asia', 'china']],
  ['Rural life', ['rural-life']],
  ['asia rural life china', ['asia', 'china', 'rural-life']],
  ['Rural life; China', ['china', 'rural-life']],
  ['Rural life, China', ['china', 'rural-life']],
  ['', []],
])('the topics cell %j is read as %j', (topics, expected) => {
  expect(parseImportRow({ email: 'ada@example.org', topics }, publication)).toMatchObject({
    choices: { topics: expected },
  })
})

test.each([
  [{ 'confirm time': '2024-03-16 14:40:47', 'optin time': '2024-03-15 00:00:00' }, '2024-03-16T14:40:47.000Z'],
  [{ 'confirm time': '', 'created at': '2024-01-01 00:00:00 UTC' }, '2024-01-01T00:00:00.000Z'],
  [{ 'creation date': '2024-01-15T10:00:00.123456+02:00' }, '2024-01-15T08:00:00.000Z'],
  [{ 'created at': '2024-01-15T10:00:00.000Z' }, '2024-01-15T10:00:00.000Z'],
  [{ 'start date': '2024-01-15' }, '2024-01-15T00:00:00.000Z'],
  [{ 'created at': 'last year' }, undefined],
])('the cells %j say that consent was given at %s', (row, at) => {
  const result = parseImportRow({ email: 'ada@example.org', ...row } as CsvRow, publication)
  expect(result).toMatchObject({ consent: { at } })
})

test('unknown choices are replaced by the defaults, each with a warning', () => {
  const row = {
    email: 'ada@example.org',
    digest: 'hourly',
    'time zone': 'Mars/Base',
    language: 'xx',
    topics: 'asia, nonsense',
  }
  expect(parseImportRow(row, publication, new Set(['asia']))).toMatchObject({
    choices: { digest: 'daily', topics: ['asia'], language: 'en-GB', timeZone: 'Europe/Berlin' },
    warnings: [
      'digest: hourly is not known; imported with daily',
      'topics: nonsense is not known and was left out',
      'time zone: Mars/Base is not known; imported with Europe/Berlin',
      'language: xx is not known; imported with en-GB',
    ],
  })
})

test('a person of whose topics none is known is left out', () => {
  const row = { email: 'ada@example.org', topics: 'nonsense' }
  expect(parseImportRow(row, publication, new Set(['asia']))).toMatchObject({
    kind: 'skipped',
    reason: 'topics: none is known (nonsense)',
  })
})

test('a date with two meanings is no date of consent, and a warning says so', () => {
  const row = { email: 'ada@example.org', 'created at': '03/04/2024' }
  expect(parseImportRow(row, publication)).toMatchObject({
    consent: { at: undefined },
    warnings: ['created at: 03/04/2024 is not a date with one meaning; the consent has the date of the import'],
  })
})
