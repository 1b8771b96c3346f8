import { expect, test } from 'vitest'
import { composeReceipt } from '../../../core/articles/receipt.ts'
import { parseReceipt } from '../../../core/articles/receipt-schema.ts'
import { site } from '../reading/sample.ts'
import { changedRecord, recordOf } from './sample-record.ts'

test.each([
  ['published', changedRecord()],
  ['rejected', recordOf('Text')],
  ['withdrawn', changedRecord({ state: 'withdrawn', articleState: 'withdrawn' })],
])('a receipt with the state %s can be parsed', (_state, record) => {
  const receipt = composeReceipt(record, site)
  expect(parseReceipt(JSON.stringify(receipt))).toEqual(receipt)
})

test.each(['', 'no JSON', '{}', '{"key":"articles/a.md","state":"lost","problems":[],"at":"2026-03-01T08:00:00Z"}'])(
  'a file that is not one of our receipts is ignored: %s',
  (json) => {
    expect(parseReceipt(json)).toBeUndefined()
  },
)
