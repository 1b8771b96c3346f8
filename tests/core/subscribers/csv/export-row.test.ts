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

test('a subscriber is a line of RFC 4180', () => {
  const ada = sampleSubscriber({ topics: ['asia', 'china'], consent: { source: 'import: "fair", 2024', at: 'then' } })
  expect(exportHeader + exportRow(ada, undefined)).toBe(
    'email,state,digest,topics,language,time_zone,consent_source,consent_at,created_at,confirmed_at,unsubscribed_at,paused_until,suppressed\r\n' +
      'ada@example.org,confirmed,daily,"asia china",en,Europe/Berlin,"import: ""fair"", 2024",then,2026-11-01T00:00:00.000Z,2026-11-02T00:00:00.000Z,,,\r\n',
  )
})

test('what was exported is imported as it was: address, digest, topics, language, time zone', () => {
  const address = fc.stringMatching(/^[!#$%&'*+/=?^_`{|}~a-z-]{1,10}$/).map((local) => `${local}@example.org`)
  const chosen = fc.record({
    digest: fc.constantFrom('daily' as const, 'weekly' as const),
    topics: fc.uniqueArray(fc.constantFrom('asia', 'china', 'rural-life')).map((topics) => topics.sort()),
    language: fc.constantFrom('en', 'pt-BR'),
    timeZone: fc.constantFrom('UTC', 'America/New_York'),
  })
  fc.assert(
    fc.property(address, chosen, (email, choices) => {
      const csv = exportHeader + exportRow(sampleSubscriber({ address: email, ...choices }), undefined)
      expect(importOf(csv)).toMatchObject([{ kind: 'subscriber', address: email, choices }])
    }),
  )
})

test('who left, waits or is suppressed is exported as such, and an import leaves them out', () => {
  const left = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })
  const pending = sampleSubscriber({ state: 'pending' })
  const complained = { reason: 'complaint', at: '2026-11-05T00:00:00.000Z' } as const
  const rows = [exportRow(left, undefined), exportRow(pending, undefined), exportRow(sampleSubscriber(), complained)]
  expect(importOf(exportHeader + rows.join(''))).toMatchObject([
    { kind: 'refused', status: 'unsubscribed', reason: 'the file says state: unsubscribed' },
    { kind: 'refused', status: 'unconfirmed', reason: 'the file says state: pending' },
    { kind: 'refused', status: 'complaint', reason: 'the file says suppressed: complaint' },
  ])
})
