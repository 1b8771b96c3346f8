import { expect, test } from 'vitest'
import { quoteRecord } from '../../../../core/diagnosis/dns/quote-record.ts'

test('a record is shown between quotes', () => {
  expect(quoteRecord('v=spf1 -all')).toBe('"v=spf1 -all"')
})

test('a record cannot control the terminal or turn the direction of text', () => {
  expect(quoteRecord('a\u001b[2J\r\n\u202eb"\\')).toBe('"a\\u{1b}[2J\\u{d}\\u{a}\\u{202e}b\\"\\\\"')
})

test('a long record is cut', () => {
  expect(quoteRecord('x'.repeat(5_000))).toBe(`"${'x'.repeat(120)}…"`)
})
