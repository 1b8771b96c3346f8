import { expect, test } from 'vitest'
import { deliveryKey, dueKey, issueKey, ledgerPartitions, partOf, subscriberKey } from '../../core/keys.ts'

test('the ledger of an issue has a partition for each of the first two hex digits of an id', () => {
  expect(ledgerPartitions).toHaveLength(256)
  expect(new Set(ledgerPartitions).size).toBe(256)
  expect(ledgerPartitions).toContain(partOf('0a1b2c'))
  expect(deliveryKey('daily-12', '0a1b2c')).toEqual({ pk: 'delivery#daily-12#0a', sk: '0a1b2c' })
})

test('issues sort by number, and scheduled articles by their time', () => {
  expect(issueKey('daily', 9).sk < issueKey('daily', 10).sk).toBe(true)
  expect(dueKey('2026-03-01T09:00:00.000Z', 'z').sk < dueKey('2026-03-01T10:00:00.000Z', 'a').sk).toBe(true)
})

test('ids that begin alike have different keys', () => {
  expect(subscriberKey('1')).not.toEqual(subscriberKey('12'))
  expect(deliveryKey('daily-1', '2a')).not.toEqual(deliveryKey('daily-12', 'a'))
})
