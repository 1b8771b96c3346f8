import { expect, test } from 'vitest'
import { checkCounts, checkTotals } from '../../../cli/issues/verify.ts'

const counts = { recipients: 3, submitted: 2, skipped: 1, suppressed: 0, failed: 0, unknown: 0, pending: 0 }

test.each(['submitted', 'cancelled'])('a complete issue that is %s has no problems', (state) => {
  expect(checkTotals(counts, state)).toEqual([])
})

test('parts that do not add up to the recipients are a problem', () => {
  expect(checkTotals({ ...counts, skipped: 0 }, 'submitted')).toEqual(['The parts add up to 2, not to 3 recipients.'])
})

test('open deliveries are a problem, even of a cancelled issue', () => {
  const open = { ...counts, submitted: 1, pending: 1 }
  expect(checkTotals(open, 'sending')).toEqual(['The issue is sending: 1 of 3 deliveries are still open.'])
  expect(checkTotals(open, 'cancelled')).toEqual(['The issue is cancelled: 1 of 3 deliveries are still open.'])
})

test('counts of a submitted issue that differ from its ledger are a problem', () => {
  expect(checkCounts(counts, counts, 'submitted')).toEqual([])
  expect(checkCounts(counts, { ...counts, submitted: 1, unknown: 1 }, 'submitted')).toEqual([
    'submitted: the issue counts 1, the ledger has 2.',
    'unknown: the issue counts 1, the ledger has 0.',
  ])
  expect(checkCounts(counts, { ...counts, submitted: 0, pending: 2 }, 'sending')).toEqual([])
})
