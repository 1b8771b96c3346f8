import { expect, test } from 'vitest'
import {
  explainNoValue,
  explainNoValuesInHtml,
  fillNames,
  findNoValues,
  markNames,
  markNamesInHtml,
} from '../../core/name-value.ts'

test.each([
  ['Hello {name|reader}!', 'Hello Ada!', 'Hello reader!'],
  ['{ Name | dear reader }, {name|you}', 'Ada, Ada', 'dear reader, you'],
  ['No braces', 'No braces', 'No braces'],
])('%j is filled with the name, or with the words for readers without one', (text, named, nameless) => {
  const marked = markNames(text)
  expect(findNoValues(text)).toEqual([])
  expect(fillNames(marked, 'Ada')).toBe(named)
  expect(fillNames(marked)).toBe(nameless)
})

test('a name that looks like a value is not replaced again', () => {
  expect(fillNames(markNames('{name|you}'), '{name|x} $& \\1')).toBe('{name|x} $& \\1')
})

test.each([
  ['{name}', 'has no words'],
  ['{ name }', 'has no words'],
  ['{name|}', 'has no words'],
  ['{name| }', 'has no words'],
  ['{nmae|reader}', '{nmae|reader} has no value'],
  ['{first_name, "there"}', 'has no value'],
  ['Hello {name|reader', '{name|reader is not closed'],
  ['{{ subscriber.name }}', ''],
  ['{{name|default:"x"}}', ''],
  ['*|FNAME|*', '*|FNAME|* has no value'],
  ['{%if name%}', 'has no value'],
  ['{$name}', 'has no value'],
])('%j is no value', (text, explanation) => {
  const [found = ''] = findNoValues(text)
  expect(found).not.toBe('')
  expect(explainNoValue(found)).toContain(explanation)
})

test.each(['A set {1, 2}', 'A { and a }', ':-{', '{"a": 1}'])('%j is not meant as a value', (text) => {
  expect(findNoValues(text)).toEqual([])
})

test('in HTML, names stand in words only, and code stays as it is', () => {
  const html = '<p title="a > b">Hi {name|Q&amp;A fan}, <a href="https://example.org/">see {name|you}</a></p>'
  expect(fillNames(markNamesInHtml(html), 'Ada')).toBe(
    '<p title="a > b">Hi Ada, <a href="https://example.org/">see Ada</a></p>',
  )
  const code = '<p><code>{name|reader} {x}</code></p><pre><code>{{ y }}</code></pre>'
  expect(markNamesInHtml(code)).toBe(code)
  expect(explainNoValuesInHtml(html + code)).toEqual([])
})

test.each([
  '<a href="https://example.org/?n=%7Bname%7Cx%7D">x</a>',
  '<a href="https://example.org/%7Bid%7D">x</a>',
  '<img alt="{name|x}">',
  '<p>{name|<em>dear</em> reader}</p>',
  '<p>Hi <em>|FNAME|</em></p>',
  '<p>{{ x }}</p>',
])('%s contains something that is no value', (html) => {
  expect(explainNoValuesInHtml(html)).not.toEqual([])
})
