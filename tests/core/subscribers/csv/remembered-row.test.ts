import { expect, test } from 'vitest'
import { exportHeader, exportRow, rememberedRow } from '../../../../core/subscribers/csv/export-row.ts'
import { type CsvRow, readHeader } from '../../../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../../../core/subscribers/csv/import-row.ts'
import type { Remembered } from '../../../../core/subscribers/csv/remembered-row.ts'
import { splitRecord } from '../../../../core/subscribers/csv/split-record.ts'
import type { Subscriber, Suppression } from '../../../../core/subscribers/subscriber.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const at = '2026-11-05T00:00:00.000Z'
const [hash, keyId] = ['ab'.repeat(20), 'cd'.repeat(6)]

function read(line: string, header = exportHeader) {
  const cells = (text: string) => {
    const record = splitRecord(text.trimEnd(), ',')
    return typeof record === 'string' ? [] : record.cells
  }
  const names = readHeader(cells(header)) ?? []
  const entries = cells(line).flatMap((cell, index) => (names[index] ? [[names[index], cell] as const] : []))
  return parseImportRow(Object.fromEntries(entries) as CsvRow, sampleSite().publication)
}

test.each<Remembered>([
  { suppression: { reason: 'bounce', at } },
  { suppression: { reason: 'complaint', at } },
  { suppression: { reason: 'operator', at } },
  { departure: { reason: 'erased', by: 'operator', at } },
  { departure: { reason: 'unsubscribed', by: 'import' } },
  { departure: { reason: 'unsubscribed', by: 'lapse', at } },
  { departure: { reason: 'moved', at } },
])('a row without an address carries %j', (remembered) => {
  expect(read(rememberedRow({ hash, keyId, remembered }))).toEqual({ kind: 'hashed', hash, keyId, remembered })
})

test.each<[Partial<Subscriber>, Suppression | undefined, Remembered]>([
  [
    { state: 'unsubscribed', unsubscribedAt: at, unsubscribedBy: 'operator' },
    { reason: 'bounce', at },
    { suppression: { reason: 'bounce', at }, departure: { reason: 'unsubscribed', by: 'operator', at } },
  ],
  [{ state: 'pending', unsubscribedAt: at }, undefined, { departure: { reason: 'unsubscribed', at } }],
  [{}, { reason: 'operator', at }, { suppression: { reason: 'operator', at } }],
])('a subscriber who must not be imported is remembered with the dates: %j', (changes, suppression, remembered) => {
  const row = read(exportRow(sampleSubscriber(changes), suppression))
  expect(row).toMatchObject({ kind: 'refused', address: 'ada@example.org', remembered })
})

test('a confirmed subscriber is imported', () => {
  expect(read(exportRow(sampleSubscriber(), undefined))).toMatchObject({
    kind: 'subscriber',
    address: 'ada@example.org',
  })
})

test.each([
  ['another product', 'email,address_hash,hash_key,suppressed\r\n', `,${hash},${keyId},bounce`],
  ['nothing to remember', exportHeader, rememberedRow({ hash, keyId, remembered: {} })],
])('a row without an address is skipped: %s', (_what, header, line) => {
  expect(read(line, header)).toEqual({ kind: 'skipped', reason: 'no address', typed: '' })
})

test('the id of a key does not look like a number, and files of former versions are read, too', () => {
  const numeric = '12345678e901'
  const line = rememberedRow({ hash, keyId: numeric, remembered: { suppression: { reason: 'complaint', at } } })
  expect(line).toContain(`,k-${numeric}`)
  for (const each of [line, line.replace('k-', '')])
    expect(read(each)).toMatchObject({ kind: 'hashed', keyId: numeric })
})

test.each([
  ['1.23457E+11', hash],
  ['123456789012', '1E+40'],
  ['', hash],
])('a row that a spreadsheet has changed is reported, not dropped: %s', (key, cell) => {
  const line = rememberedRow({ hash, keyId, remembered: { departure: { reason: 'erased', at } } })
  const row = read(line.replace(`k-${keyId}`, key).replace(hash, cell))
  expect(row).toMatchObject({ kind: 'skipped', isForgotten: true, reason: expect.stringContaining('spreadsheet') })
})

test('the hash columns of another product do not hide its addresses', () => {
  expect(read(`ada@example.org,${hash},${keyId}`, 'email,address_hash,hash_key\r\n').kind).toBe('subscriber')
})
