import { expect, test } from 'vitest'
import {
  compareValues,
  valueBeginsWith,
  valueContains,
  valuesEqual,
} from '../../../src/dynamodb/values/compare-values.ts'

test('values with equal contents are equal, and the order in sets does not matter', () => {
  expect(valuesEqual({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true)
  expect(valuesEqual({ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] })).toBe(false)
  expect(valuesEqual({ M: { a: { L: [{ N: '1' }] } } }, { M: { a: { L: [{ N: '1' }] } } })).toBe(true)
  expect(valuesEqual({ M: { a: { S: '' } } }, { M: { b: { S: '' } } })).toBe(false)
  expect(valuesEqual({ N: '1' }, { S: '1' })).toBe(false)
})

test('numbers are compared by value, texts by UTF-8 bytes, and different types have no order', () => {
  expect(compareValues({ N: '9' }, { N: '10' })).toBeLessThan(0)
  expect(compareValues({ S: '\u{1f600}' }, { S: '\uffff' })).toBeGreaterThan(0)
  expect(compareValues({ N: '1' }, { S: '1' })).toBeUndefined()
})

test('texts and bytes contain parts; sets and lists contain members', () => {
  expect(valueContains({ S: 'abc' }, { S: 'bc' })).toBe(true)
  expect(valueContains({ NS: ['1', '2'] }, { N: '2' })).toBe(true)
  expect(valueContains({ NS: ['1', '2'] }, { S: '2' })).toBe(false)
  expect(valueContains({ L: [{ L: [] }] }, { L: [] })).toBe(true)
  expect(valueBeginsWith({ B: 'AQID' }, { B: 'AQI=' })).toBe(true)
})
