import { expect, test } from 'vitest'
import { fitPicture } from '../../../core/html/fit-picture.ts'

test.each([
  ['small', { width: 48, height: 48 }, 48],
  ['wide', { width: 1800, height: 900 }, 536],
  ['portrait', { width: 600, height: 1800 }, 223],
  ['small portrait', { width: 100, height: 300 }, 100],
  ['very tall', { width: 1, height: 5000 }, 1],
  ['of unknown height', { width: 400 }, 400],
  ['of unknown size', {}, 536],
])('a picture that is %s (%j) is %i pixels wide', (_what, size, width) => {
  expect(fitPicture(size)).toBe(width)
})

test('a picture in a narrower column is no wider than the column', () => {
  expect(fitPicture({ width: 1800, height: 900 }, 504)).toBe(504)
})
