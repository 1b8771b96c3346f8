import { expect, test } from 'vitest'
import { maximumArticleBytes } from '../../../core/reading/limits.ts'
import { parse, rules } from './sample.ts'

test.each([
  ['an empty file', 'a.txt', '', ['empty-file']],
  ['a file of white space', 'a.md', ' \n\uFEFF\n', ['empty-file']],
  ['a file beyond the limit', 'a.txt', new Uint8Array(maximumArticleBytes + 1), ['too-large']],
  ['a binary file with the name of a text', 'a.html', '%PDF-1.7\n', ['not-text']],
  ['an unknown format', 'a.docx', 'text', ['unknown-format']],
  ['too deep nesting', 'a.html', '<div>'.repeat(1000), ['too-complex']],
  ['a page without a title', 'a.html', '<p>x</p>', ['missing-title', 'missing-summary', 'missing-date']],
])('%s is rejected', (_, name, content, expected) => {
  const parsed = parse(name, content)
  expect(parsed.accepted).toBe(false)
  expect(rules(parsed)).toEqual(expected)
})

test('the fix for an unknown format lists the accepted ones', () => {
  expect(parse('a.rst', 'text').problems[0]?.fix).toMatch(/\.txt.*\.md.*\.html/)
})

test('a file that cannot be read reports only why, and no further problems', () => {
  const parsed = parse('a.md', '---\ntitle: T\ndraft: maybe\n---\n[x](javascript:x)')
  expect(parsed).toMatchObject({ accepted: false, title: 'T', problems: [{ rule: 'invalid-draft' }] })
})

test('a thousand mistakes of one kind are reported as a few problems', () => {
  const unknown = Array.from({ length: 1000 }, (_, index) => `sumary${index}: v`).join('\n')
  expect(
    rules(parse('a.md', `---\ntitle: T\n${unknown}\n---\nText`)).filter((rule) => rule === 'unknown-field'),
  ).toHaveLength(5)
  const nested = Array.from({ length: 2500 }, (_, index) => `k${index}: [[x]]`).join('\n')
  expect(parse('a.md', `---\ntitle: T\n${nested}\n---\nText`).problems.length).toBeLessThan(20)
})
