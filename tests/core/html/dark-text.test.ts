import type { Element } from 'hast'
import { expect, test } from 'vitest'
import { darkTextColor } from '../../../core/html/dark-text.ts'

const styled = (style: string): Element => ({ type: 'element', tagName: 'p', properties: { style }, children: [] })

test.each([
  ['color:#000', '#000'],
  ['font-weight:bold; COLOR : rgb(20, 20, 60) !important', 'rgb(20, 20, 60) !important'],
  ['color:navy', 'navy'],
  ['color:#2F4F4F', '#2f4f4f'],
])('"%s" is too dark', (style, color) => {
  expect(darkTextColor(styled(style))).toBe(color)
})

test.each(['color:#eee', 'background-color:#000', 'color:inherit', 'border-color:black', 'color:rgb(200,200,200)', ''])(
  '"%s" is not',
  (style) => {
    expect(darkTextColor(styled(style))).toBeUndefined()
  },
)

test('the colour of an obsolete font tag is checked too', () => {
  const font: Element = { type: 'element', tagName: 'font', properties: { color: 'Black' }, children: [] }
  expect(darkTextColor(font)).toBe('black')
})
