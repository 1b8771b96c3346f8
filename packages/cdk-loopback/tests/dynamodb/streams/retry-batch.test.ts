import { expect, test } from 'vitest'
import type { Change } from '../../../src/dynamodb/streams/change-log.ts'
import { type Batch, decideRetry, readResponse } from '../../../src/dynamodb/streams/retry-batch.ts'
import { sequenceNumber } from '../../../src/dynamodb/streams/stream-record.ts'

const change = (sequence: number): Change => ({
  ...{ sequence, name: 'INSERT', time: 0, expired: false, size: 1, keys: {}, old: undefined, new: undefined },
})
const changes = [1, 2, 3, 4, 5].map(change)
const batch: Batch = { changes, retries: 0, invocations: 0 }
const failed = (from = 0) => ({ kind: 'failed', from, reported: false }) as const
const shown = (decision: ReturnType<typeof decideRetry>) => {
  const show = ({ changes, retries, invocations }: Batch) =>
    `${changes.map(({ sequence }) => sequence).join(' ')} (${retries}, ${invocations})`
  return 'next' in decision ? decision.next.map(show) : `given up: ${show(decision.givenUp)}`
}

test.each([
  [{ bisects: false, maximumRetries: undefined }, batch, failed(), ['1 2 3 4 5 (1, 1)']],
  [{ bisects: false, maximumRetries: undefined }, batch, failed(2), ['3 4 5 (1, 1)']],
  [{ bisects: true, maximumRetries: 0 }, batch, failed(), ['1 2 3 (0, 1)', '4 5 (0, 1)']],
  [{ bisects: true, maximumRetries: 0 }, batch, failed(2), ['3 4 5 (0, 1)']],
  [{ bisects: true, maximumRetries: 2 }, { ...batch, changes: [change(1)], retries: 1 }, failed(), ['1 (2, 1)']],
  [
    { bisects: true, maximumRetries: 2 },
    { ...batch, changes: [change(1)], retries: 2 },
    failed(),
    'given up: 1 (2, 1)',
  ],
  [{ bisects: false, maximumRetries: 1 }, { ...batch, retries: 1, invocations: 1 }, failed(3), 'given up: 4 5 (1, 2)'],
  [{ bisects: true, maximumRetries: 0 }, batch, { kind: 'not-invoked' } as const, ['1 2 3 4 5 (0, 0)']],
])('%j: %j that fails with %j is followed by %j', (plan, tried, outcome, expected) => {
  expect(shown(decideRetry(plan, tried, outcome))).toEqual(expected)
})

const failures = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
})

test.each([undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
  'the response %j is a success',
  (response) => {
    expect(readResponse(changes, response)).toEqual({ kind: 'done' })
  },
)

test.each([
  ['the first reported change', failures(sequenceNumber(4), sequenceNumber(3)), 2],
  ['the start, if the number is of no change', failures(sequenceNumber(9)), 0],
  ['the start, if a number is empty', failures(''), 0],
  ['the start, if a number is missing', failures(null), 0],
  ['the start, if the response is a text', 'x', 0],
  ['the start, if the member has another name', { failures: [] }, 0],
  ['the start, if the failures are no list', { batchItemFailures: 'x' }, 0],
  ['the start, if a failure is no object', { batchItemFailures: ['x'] }, 0],
])('the function continues from %s', (_name, response, from) => {
  expect(readResponse(changes, response)).toEqual({ kind: 'failed', from, reported: true })
})
