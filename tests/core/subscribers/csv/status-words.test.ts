import { expect, test } from 'vitest'
import { isCount, normalForm, readFlag, readState } from '../../../../core/subscribers/csv/status-words.ts'

test.each([
  ['Opted-Out', 'opted out'],
  [' opted_in ', 'opted in'],
  ['-', ''],
  ['-1', '-1'],
])('the normal form of %j is %j', (cell, form) => {
  expect(normalForm(cell)).toBe(form)
})

test.each([
  ['Subscribed', 'subscribed'],
  ['-1', 'unsubscribed'],
  ['n/a', 'blank'],
  ['unreachable', 'unknown'],
])('the state %j means %s', (cell, meaning) => {
  expect(readState(cell)).toBe(meaning)
})

test.each([
  ['TRUE', 'yes'],
  ['2024-05-01T10:00:00Z', 'yes'],
  ['May 1, 2024', 'yes'],
  ['0', 'no'],
  ['0000-00-00 00:00:00', 'no'],
  ['NULL', 'blank'],
  ['perhaps', 'unknown'],
])('the yes/no cell %j says %s', (cell, answer) => {
  expect(readFlag(cell)).toBe(answer)
})

test('a count is a number other than 0', () => {
  expect(['3', '0', 'x'].map(isCount)).toEqual([true, false, false])
})
