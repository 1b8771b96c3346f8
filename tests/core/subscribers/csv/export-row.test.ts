import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportHeader, exportRow } from '../../../../core/subscribers/csv/export-row.ts'
import { type CsvRow, readHeader } from '../../../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../../../core/subscribers/csv/import-row.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const { publication } = sampleSite()

function importOf(csv: string) {
  const rows: CsvRow[] = parse(csv, { columns: (headers: string[]) => readHeader(headers) ?? [] })
  return rows.map((row) => parseImportRow(row, publication))
}

test('a subscriber is written as a line of CSV (RFC 4180)', () => {
  const ada = sampleSubscriber({ topics: ['asia', 'china'], consent: { source: 'import: "fair", 2024', at: 'then' } })
  expect(exportHeader + exportRow(ada, undefined)).toBe(
    'email,state,digest,topics,language,time_zone,consent_source,consent_at,created_at,confirmed_at,unsubscribed_at,paused_until,suppressed,suppressed_at,unsubscribed_by,address_hash,hash_key,name,yes_at\r\n' +
      'ada@example.org,confirmed,daily,"asia china",en,Europe/Berlin,"import: ""fair"", 2024",then,2026-11-01T00:00:00.000Z,2026-11-02T00:00:00.000Z,,,,,,,,,\r\n',
  )
})

test('an import reads address, digest, topics, language and time zone of an export unchanged', () => {
  const address = fc.stringMatching(/^[!#$%&'*+/=?^_`{|}~a-z-]{1,10}$/).map((local) => `${local}@example.org`)
  const choice = fc.record({
    digest: fc.constantFrom('daily' as const, 'weekly' as const),
    topics: fc.uniqueArray(fc.constantFrom('asia', 'china', 'rural-life')).map((topics) => topics.sort()),
    language: fc.constantFrom('en', 'pt-BR'),
    timeZone: fc.constantFrom('UTC', 'America/New_York'),
  })
  fc.assert(
    fc.property(address, choice, (email, choices) => {
      const csv = exportHeader + exportRow(sampleSubscriber({ address: email, ...choices }), undefined)
      expect(importOf(csv)).toMatchObject([{ kind: 'subscriber', address: email, choices }])
    }),
  )
})

test('an export contains unsubscribed, pending and suppressed people, and an import refuses them', () => {
  const unsubscribed = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })
  const pending = sampleSubscriber({ state: 'pending' })
  const complained = { reason: 'complaint', at: '2026-11-05T00:00:00.000Z' } as const
  const rows = [
    exportRow(unsubscribed, undefined),
    exportRow(pending, undefined),
    exportRow(sampleSubscriber(), complained),
  ]
  expect(importOf(exportHeader + rows.join(''))).toMatchObject([
    { kind: 'refused', status: 'unsubscribed', reason: 'the file says state: unsubscribed' },
    { kind: 'refused', status: 'unconfirmed', reason: 'the file says state: pending' },
    { kind: 'refused', status: 'complaint', reason: 'the file says suppressed: complaint' },
  ])
})

test('an import reads the last yes of an export, and not from files of other products', () => {
  const yesAt = '2026-11-20T00:00:00.000Z'
  expect(importOf(exportHeader + exportRow(sampleSubscriber({ yesAt }), undefined))).toMatchObject([{ yesAt }])
  expect(importOf(`email,yes_at\r\nada@example.org,${yesAt}\r\n`)[0]).not.toHaveProperty('yesAt')
})

test.each(['Ada Lovelace', "=SUM(A1) O'Hara", '-Bob', '\'Abd "al", Rahman', 'مريم', '王小明', '', undefined])(
  'an import reads the name %j of an export unchanged',
  (name) => {
    const [row] = importOf(exportHeader + exportRow(sampleSubscriber({ name }), undefined))
    expect(row).toMatchObject({ kind: 'subscriber', warnings: [] })
    expect(row?.kind === 'subscriber' && row.name).toBe(name)
  },
)
