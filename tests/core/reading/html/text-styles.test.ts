import type { Element } from 'hast'
import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { classStyles, readStyles, stylesOf } from '../../../../core/reading/html/text-styles.ts'

const span = (properties: Element['properties']): Element => ({
  type: 'element',
  tagName: 'span',
  properties,
  children: [],
})

test('declarations are read without regard to case and spaces', () => {
  expect(stylesOf(span({ style: ' Font-Weight : BOLD; color:red' })).get('font-weight')).toBe('bold')
  expect(stylesOf(span({})).size).toBe(0)
})

test('rules for a single class are read, and others are not', () => {
  const rules = classStyles(
    parseHtml('<style>@import url(x);ul .a{x:1}.c1{font-weight:700}p.b{x:1}.d .e{x:1}.f:hover{x:1}</style>'),
  )
  expect(rules.get('c1')?.get('font-weight')).toBe('700')
  expect(rules.has('b')).toBe(false)
  expect(rules.has('f')).toBe(false)
})

test('the style of an element overrides that of its class', () => {
  const { tagsOf } = readStyles(parseHtml('<style>.c1{font-weight:700}</style>'))
  expect(tagsOf(span({ className: ['c1'] }))).toEqual(['strong'])
  expect(tagsOf(span({ className: ['c1'], style: 'font-weight:400' }))).toEqual([])
})
