import { expect, test } from 'vitest'
import { isSame } from '../../../core/articles/same-value.ts'

test('undefined properties and the order of properties do not matter', () => {
  expect(isSame({ a: 1, b: [{ c: undefined }] }, { b: [{}], a: 1, d: undefined })).toBe(true)
  expect(isSame(undefined, undefined)).toBe(true)
  expect(isSame({ a: 1 }, { a: '1' })).toBe(false)
  expect(isSame({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
  expect(isSame(undefined, null)).toBe(false)
})
