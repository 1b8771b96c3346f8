import { describe, expect, test } from 'vitest'
import type { Article } from '../../../core/articles/article.ts'
import { lineOf } from '../../../core/html/tree.ts'
import { renderArticle } from '../../../core/pages/render-article.ts'
import { elementsOf, parseHtml, textOf } from '../../support/html.ts'
import { corrected, obama, sample, site } from '../feeds/samples.ts'

const treeOf = (full = obama) => parseHtml(renderArticle(site, full).body).tree

test('a day without a time is the same day in every time zone', () => {
  const [time] = elementsOf(treeOf(obama), 'time')
  expect(time?.properties.dateTime).toBe('2015-08-12')
  expect(textOf(time)).toBe('12 August 2015')
})

test('an instant is shown as its day in the time zone of the publication', () => {
  const [time] = elementsOf(treeOf(corrected), 'time') // 02:30 in London is the evening before in New York
  expect(time?.properties.dateTime).toBe('2026-02-03T02:30:00.000Z')
  expect(textOf(time)).toBe('2 February 2026')
})

describe('a correction', () => {
  const liveAt = '2026-02-03T09:00:00.000Z'
  test.each<[string, Partial<Article>, boolean]>([
    ['is not shown if there is none', { updatedAt: liveAt }, false],
    ['is shown', { updatedAt: '2026-02-03T09:01:00.000Z' }, true],
    [
      'of a backfilled article on its day is not shown',
      { updatedAt: '2026-02-03T19:00:00.000Z', source: 'backfill' },
      false,
    ],
    ['of a backfilled article is shown', { updatedAt: '2026-02-09T09:00:00.000Z', source: 'backfill' }, true],
  ])('%s', (_fact, changes, isShown) => {
    expect(renderArticle(site, sample({ liveAt, ...changes })).body.includes('Updated on')).toBe(isShown)
  })
})

describe('the summary', () => {
  test.each([
    ['is shown above the body', 'A greeting.', '<p>Hello.</p>', true],
    ['is not repeated when the body opens with it', 'Hello there, you.', '<p>Hello\n there,  you.</p>', false],
    ['is not repeated when it is the shortened opening', 'Hello there…', '<p>Hello there, you.</p>', false],
  ])('%s', (_fact, summary, html, isShown) => {
    expect(renderArticle(site, sample({ summary }, html)).body.includes('class="standfirst"')).toBe(isShown)
  })
})

test.each([
  ['Retracted. It was forged. A letter came.', 'A letter came. It was long.', undefined],
  ['Retracted. It was forged. About a letter.', 'A letter came.', 'About a letter.'],
  ['Retracted. It was…', 'A letter came.', undefined],
])('with the summary %s and the text %s, a retracted article has the standfirst %s', (summary, text, standfirst) => {
  const { article, body } = sample({ summary, status: 'retracted', notice: 'It was forged.' }, `<p>${text}</p>`)
  const page = renderArticle(site, { article, body: { ...body, text: `Retracted. It was forged. ${text}` } }).body
  expect(/<p class="standfirst">(.*)<\/p>/.exec(page)?.[1]).toBe(standfirst)
})

test('the summary is not repeated when the body opens with an image and links within the same words', () => {
  const html =
    '<p><img src="https://example.com/wave.png" alt="A wave"></p>\n<p>Hello <a href="https://example.com/">there</a>, you.</p>'
  const { article, body } = sample({ summary: 'Hello there, you.' })
  const text = lineOf(parseHtml(html).tree)
  expect(renderArticle(site, { article, body: { ...body, text } }).body).not.toContain('class="standfirst"')
})

test('the lead image is not repeated when the body shows it', () => {
  const image = { url: 'https://images.example.com/a.jpg?w=1&h=2', alt: '' }
  const imagesWith = (html: string) => elementsOf(treeOf(sample({ image }, html)), 'img').length
  expect(imagesWith('<p>None.</p>')).toBe(1)
  expect(imagesWith('<img src="https://images.example.com/a.jpg?w=1&#x26;h=2" alt="">')).toBe(1)
})

test('preformatted text keeps its lines unchanged', () => {
  const html = '<pre><code>one\n  two\n\nthree</code></pre>'
  expect(renderArticle(site, sample({}, html)).body).toContain(html)
})

test('the page links to the feeds of the publication, the topics and the authors', () => {
  const feeds = elementsOf(treeOf(corrected), 'link').filter(({ properties }) => properties.type)
  expect(feeds.map(({ properties }) => properties.href).filter((href) => String(href).startsWith('https:'))).toEqual([
    'https://news.example.org/feed.xml',
    'https://news.example.org/atom.xml',
    'https://news.example.org/feed.json',
    'https://news.example.org/topics/c-plus-plus/feed.xml',
    'https://news.example.org/authors/bob/feed.xml',
    'https://news.example.org/authors/eve/feed.xml',
  ])
})
