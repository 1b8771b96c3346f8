import { expect, test } from 'vitest'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { firstParagraph, toSummary } from '../../../core/reading/summary.ts'

const summaryOf = (html: string) => firstParagraph(parseHtml(html)).summary

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

const sentence = 'The night mail will run again, from the first of March.'

test.each([
  ['a salutation', `<p>Sir,</p><p>${sentence}</p>`],
  ['a longer salutation', `<p>Dear readers, friends and colleagues of the northern line:</p><p>${sentence}</p>`],
  ['a greeting', `<p>Hi everyone!</p><p>Good morning.</p><p>Liebe Leserinnen und Leser!</p><p>${sentence}</p>`],
  ['a letter', `<p>l</p><p>${sentence}</p>`],
  ['a word', `<p>Advertisement</p><p>Note.</p><p>${sentence}</p>`],
  ['a byline', `<p>By Ada Byron</p><p>By Ada B. Byron and Grace Hopper Jr.</p><p>${sentence}</p>`],
  ['a dateline', `<p>LONDON, 3 March</p><p>3 March 2026</p><p>${sentence}</p>`],
  ['buttons', `<p>Share this article with your friends!</p><p>Listen to this article.</p><p>${sentence}</p>`],
  [
    'a note of Word',
    `<p>${sentence}<a href="#_ftn1" name="_ftnref1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1">[1]</a> A note.</p></div>`,
  ],
  ['credits', `<p>Photo: J. Smith.</p><p>Photograph by J. Smith.</p><p>© 2026 The Gazette.</p><p>${sentence}</p>`],
])('%s is not the summary', (_what, html) => {
  expect(summaryOf(html)).toBe(sentence)
})

test.each([
  ['夜行郵便。', '夜行郵便が三月一日からまた走る。'],
  ['รถไฟ', 'รถไฟสายเหนือจะวิ่งอีกครั้งในเดือนมีนาคม'],
  ['प्रिय पाठक,', 'रात की डाक गाड़ी मार्च से फिर चलेगी।'],
  ['سيدي،', 'سيعود قطار البريد الليلي إلى العمل في مارس المقبل.'],
])('a summary in any script is a sentence', (opening, text) => {
  expect(summaryOf(`<p>${opening}</p><p>${text}</p>`)).toContain(text)
})

test('a drop cap belongs to the paragraph that it begins', () => {
  expect(summaryOf('<p>l</p><p>ong ago, the mail went by coach and on foot.</p>')).toBe(
    'Long ago, the mail went by coach and on foot.',
  )
})

test('a short sentence is joined with the next one, and with nothing else', () => {
  expect(summaryOf(`<p>It rained.</p><p>${sentence}</p>`)).toBe(`It rained. ${sentence}`)
  expect(summaryOf('<p>It rained.</p><p>Sir,</p>')).toBe('It rained.')
  expect(summaryOf('<p>It rained.</p>')).toBe('It rained.')
})

test('without a sentence, the first words are the summary', () => {
  expect(summaryOf('<p>Owls</p><p>Pussycats</p>')).toBe('Owls')
})

test('a sentence may begin like a credit', () => {
  const text =
    'Photo: in 1859, a man with a camera stood at the door of the inn, and nobody knew what he wanted from the guests who sat at the long tables in its cold and empty hall.'
  expect(summaryOf(`<p>${text}</p><p>Text.</p>`)).toBe(text)
  expect(summaryOf('<p>Share prices fell on Monday, and on Tuesday.</p>')).toBe(
    'Share prices fell on Monday, and on Tuesday.',
  )
})

test('a cut never divides a character', () => {
  for (const character of ['夜', '𠀋', 'कि', '👩‍👩‍👧', 'e\u0301']) {
    const summary = toSummary(character.repeat(400))
    expect(summary.length).toBeLessThanOrEqual(300)
    expect(summary.slice(0, -1).replaceAll(character.normalize(), '')).toBe('')
  }
})

test('a long summary is cut at a word boundary', () => {
  const summary = toSummary('Slow letters travel far. '.repeat(20))
  expect(summary).toMatch(/^Slow letters .*[a-z]…$/)
  expect(summary.length).toBeLessThanOrEqual(300)
})

test.each([
  ['<ul><li>The night mail runs again, from March.</li></ul>', true],
  ['<p>Sir</p>', false],
  ['<h2>Only a heading</h2>', false],
])('whether %s has a sentence is %j', (html, isSentence) => {
  expect(firstParagraph(parseHtml(html))).toMatchObject({ isSentence })
})
