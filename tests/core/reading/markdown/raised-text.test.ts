import { expect, test } from 'vitest'
import { feedOf } from './feed-of.ts'

test('indices and exponents right after a word are rendered', () => {
  expect(feedOf('H~2~O, 2^nd^, *x*^2^')).toBe('<p>H<sub>2</sub>O, 2<sup>nd</sup>, <em>x</em><sup>2</sup></p>\n')
})

test.each(['from ~5 to ~10 miles', 'x^2 + y^2', 'a ~b~ c'])('%s is text', (text) => {
  expect(feedOf(text)).toBe(`<p>${text}</p>\n`)
})
