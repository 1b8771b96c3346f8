import { expect, test } from 'vitest'
import { deepestNesting, mostAttributes, mostNodes } from '../../../core/html/limits.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { TooComplexError } from '../../../core/html/too-complex-error.ts'
import { elementsOf } from '../../../core/html/tree.ts'

const find = (html: string, tag: string) => elementsOf(parseHtml(html)).find(({ tagName }) => tagName === tag)

test('attributes have their hast names', () => {
  expect(find('<table><td colspan=2 class="a  b" data-x=1>', 'td')?.properties).toEqual({
    ...{ colSpan: '2', className: ['a', 'b'], 'data-x': '1' },
  })
  expect(find('<details open>', 'details')?.properties).toEqual({ open: true })
})

test('elements have positions unless the caller declines them', () => {
  expect(find('<p>a</p>\n<p><b>x</b>', 'b')?.position?.start).toEqual({ line: 2, column: 4 })
  expect(elementsOf(parseHtml('<p>a', false)).some(({ position }) => position)).toBe(false)
})

test('an attribute called __proto__ changes no prototype', () => {
  const properties = find('<p __proto__=x constructor=y>', 'p')?.properties ?? {}
  expect(Object.getPrototypeOf(properties)).toBe(Object.prototype)
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
})

test.each([
  ['nesting', '<div>'.repeat(deepestNesting + 1)],
  ['elements', '<br>'.repeat(mostNodes + 1)],
  ['attributes', `<a ${'b '.repeat(mostAttributes + 1)}>`],
])('a document with too many of these is refused: %s', (_, html) => {
  expect(() => parseHtml(html)).toThrow(TooComplexError)
})

test('a long quoted value is one attribute', () => {
  expect(find(`<a title="${'b '.repeat(mostAttributes + 1)}">x</a>`, 'a')).toBeDefined()
})
