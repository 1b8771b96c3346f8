import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { statedAuthors } from '../../../../core/reading/html/page-authors.ts'

test.each([
  ['<p>By <a rel="author" href="/ada">Ada Byron</a></p>', ['Ada Byron']],
  ['<p class=byline>By Ada Byron | 3 May 2026</p>', ['Ada Byron']],
  ['<address>Ada Byron</address>', ['Ada Byron']],
  ['<span itemprop=author itemscope><a><span itemprop=name>Ada Byron</span></a> Writer</span>', ['Ada Byron']],
  ['<a class="p-author h-card" href="/">Ada Byron</a>', ['Ada Byron']],
  ['<span class="author">Author: Ada Byron</span>', ['Ada Byron']],
  ['<span class="author">Geschrieben von Ada Byron</span>', ['Ada Byron']],
  ['<a rel=author href="/">lamplighter84</a>', ['lamplighter84']],
  ['<a rel=author href="/">Romana von Bath</a>', ['Romana von Bath']],
  ['<a rel=author href="/">all letters</a>', []],
  ['<span class="byline">lamplighter84</span>', []],
  ['<div class="wp-block-post-author-name"><a href="/">Ada Byron</a></div>', ['Ada Byron']],
  ['<div class=comments><span class=author-name>Bob</span></div>', []],
  ['<article><span class=author-name>Bob</span></article>', []],
  ['<p itemprop=publisher><span itemprop=name>The Press</span></p>', []],
  ['<p class=byline>12 comments</p>', []],
])('the authors named by %s', (html, authors) => {
  expect(statedAuthors(parseHtml(html))).toEqual(authors)
})
