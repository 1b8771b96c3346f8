import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { renderBody } from '../../../../core/html/render-body.ts'
import { lineOf } from '../../../../core/html/tree.ts'
import { findArticle } from '../../../../core/reading/html/article-content.ts'
import { standfirsts } from '../../../../core/reading/html/standfirst.ts'
import { accepted, rules } from '../sample.ts'

const found = (html: string) => standfirsts(findArticle(parseHtml(html))).map((element) => lineOf(element))
const lead = 'The mail runs by night again.'
const content = '<div class=entry-content><p>The first letters left on Monday.</div>'

test.each([
  `<p class=entry-subtitle>${lead}</p>`,
  `<header><h1>T</h1><div class="entry-excerpt"><p>${lead}</div></header>`,
  `<div itemprop=description><p>${lead}</div>`,
  `<h2 class="h2 article-lead">${lead}</h2>`,
  `<section data-field=subtitle class=p-summary>${lead}</section>`,
  `<h3 class="subtitle">${lead}</h3>`,
])('%s above the text of an article is its standfirst', (html) => {
  expect(found(`<article>${html}${content}</article>`)).toEqual([lead])
})

test.each([
  `<article><p>${lead}</p>${content}</article>`,
  `<article>${content}<p class=excerpt>${lead}</p></article>`,
  `<article><p class=leader>${lead}</p>${content}</article>`,
  `<article><p class=excerpt><a href=a>${lead}</a></p>${content}</article>`,
  `<article><p class=excerpt>The first letters left…</p>${content}</article>`,
  `<article><aside class=excerpt>${lead}</aside>${content}</article>`,
  `<article>${`<p class=teaser>${lead}</p>`.repeat(3)}${content}</article>`,
  `<article><p class=lead>${lead}</p><p>The first letters left on Monday.</article>`,
])('%s has no standfirst outside of its text', (html) => {
  expect(found(html)).toEqual([])
})

test('a standfirst is the first paragraph of the text, and is not reported as left out', () => {
  const parsed = accepted(
    'a.html',
    `<title>T</title><article><h1>T</h1><p class=excerpt>${lead} one two three four five six seven eight</p>${content}</article>`,
  )
  expect(renderBody(parsed.body, 'https://gazette.example/articles/t/').text).toMatch(
    /^The mail runs.*The first letters/s,
  )
  expect(rules(parsed)).not.toContain('removed-text')
})
