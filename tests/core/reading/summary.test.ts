import { expect, test } from 'vitest'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { firstParagraph, toSummary } from '../../../core/reading/summary.ts'

const summaryOf = (html: string) => firstParagraph(parseHtml(html))

test.each([
  [
    '<blockquote><p>Quoted</p></blockquote><figure><figcaption>C</figcaption></figure><p>First & <em>best</em>.</p>',
    'First & best.',
  ],
  ['<p><img src="a.png"></p><p>***</p><p>Text</p>', 'Text'],
  ['<p><time>3 March 2026</time></p><p>Text</p>', 'Text'],
  ['<p>Text<sup class="footnote-ref">1</sup> ends.</p>', 'Text ends.'],
  ['<div>No paragraph<br>at all</div>', 'No paragraph at all'],
  ['<h2>Only a heading</h2>', ''],
])('the summary of %s is %j', (html, summary) => {
  expect(summaryOf(html)).toBe(summary)
})

test('a long summary is cut at a word boundary', () => {
  const summary = toSummary('Slow letters travel far. '.repeat(20))
  expect(summary).toMatch(/^Slow letters .*[a-z]…$/)
  expect(summary.length).toBeLessThanOrEqual(300)
})
