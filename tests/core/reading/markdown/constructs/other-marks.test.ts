import { expect, test } from 'vitest'
import { bodyOf, feedOf, problemsOf } from '../feed-of.ts'

test.each([
  ['Text\n{: .lead}', 'Text'],
  ['[a](https://x.example/){:target="_blank"}', 'a'],
  ['[a](https://x.example/){.wide width=50%}', 'a'],
  ['> Text\n{.is-info}', 'Text'],
  ['[TOC]\n\nText', 'Text'],
  ['[[toc]]\n\nText', 'Text'],
  ['* TOC\n{:toc}\n\nText', 'Text'],
  ['\\newpage\n\nText', 'Text'],
  ['Text\n\n:::', 'Text'],
  ['Text ^a1b2c3', 'Text'],
  ['```dataview\nlist\n```\n\nText', 'Text'],
])('%j is left out and reported', (text, rest) => {
  expect(bodyOf(text).text).toBe(rest)
  expect(feedOf(text)).not.toContain('<li>')
  expect(problemsOf(text)).toMatchObject([{ rule: 'unknown-markup', line: expect.any(Number) }])
})

test.each(['#tag #other/one', '.. note:: Text', '#+TITLE: Text', ':my_emoji: a', '```mermaid\ngraph\n```'])(
  '%j is kept and reported',
  (text) => {
    expect(bodyOf(text).text).toContain(text.split('\n')[1] ?? text)
    expect(problemsOf(text)).toMatchObject([{ rule: 'unknown-markup', line: 6 }])
  },
)

test('emoji have names', () => {
  expect(bodyOf('Done :tada: at 10:30:45 :+1:').text).toBe('Done 🎉 at 10:30:45 👍')
})

test.each(['{a} {b}', 'a: b: c', '# Heading', 'x ^2', '#1 of #2'])('%s is text', (text) => {
  expect(problemsOf(`${text}\n\nText`).filter(({ rule }) => rule === 'unknown-markup')).toEqual([])
})

test.each([
  ['a {++b <c>++} d', 'a b <c> d'],
  ['a {~~b~>c~~} d', 'a c d'],
  ['a {==b==} c', 'a b c'],
])('of %s, the new text is kept, and the mark is reported', (text, rest) => {
  expect(bodyOf(text).text).toBe(rest)
  expect(problemsOf(text)).toMatchObject([{ rule: 'unknown-markup', line: 6 }])
})
