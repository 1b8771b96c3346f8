import { expect, test } from 'vitest'
import { isNothing, toList, toText } from '../../../../core/reading/front-matter/field.ts'

test('a list is a text of its items, and an empty value is none', () => {
  expect(toText(['a', 'b'])).toBe('a, b')
  expect(toText(' a ')).toBe('a')
  expect([toText(''), toText([]), toText(undefined)]).toEqual([undefined, undefined, undefined])
})

test('a mapping counts as its name, and otherwise as the text that was probably meant', () => {
  expect(toList([{ name: 'Ada', url: 'x' }, 'Grace', { Letters: 'a history' }, { Maps: '' }])).toEqual([
    ...['Ada', 'Grace', 'Letters: a history', 'Maps'],
  ])
})

test.each(['null', 'NULL', '~', '', ' ', 'undefined', 'None', 'nil', 'NaN'])('%j stands for no value', (text) => {
  expect(isNothing(text)).toBe(true)
})
