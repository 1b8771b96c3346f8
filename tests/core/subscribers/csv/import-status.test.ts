import { expect, test } from 'vitest'
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

test.each(['active', 'enabled', 'subscribed', 'regular', ''])(
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
