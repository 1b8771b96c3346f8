import { expect, test } from 'vitest'
import { accepted } from '../sample.ts'

const manuscript = (html: string) => accepted('a.html', html).manuscript
const date = (html: string) => manuscript(html).date?.slice(0, 10)

test.each([
  ['<title>T</title><p><time datetime=2026-02-03>3 February</time></p><p>Text.'],
  ['<article><h1>T</h1><p>By Ada Byron, <time datetime=2026-02-03>3 February</time></p><p>Text.</p></article>'],
  [
    '<article><h1>T</h1><p>Posted on <time datetime=2026-02-03>3 February</time> by Ada Byron</p><p>Text.</p></article>',
  ],
  [
    '<article><h1>T</h1><p>Ada Byron · <time datetime=2026-02-03>3 February</time> · 4 min read</p><p>Text.</p></article>',
  ],
  ['<article><h1>T</h1><p>Text.</p><p>Posted: <time pubdate datetime=2026-02-03>3 February</time></p></article>'],
  ['<article><h1>T</h1><p>Text.</p><p>It was <time class=dt-published datetime=2026-02-03>then</time>.</p></article>'],
  [
    '<article><h1>T</h1><p>Text.</p><footer><time class="entry-date published" datetime=2026-02-03>x</time></footer></article>',
  ],
  [
    '<article><h1>T</h1><div class=entry-meta><abbr class=published title="2026-02-03T08:00:00Z">x</abbr></div><p>Text.',
  ],
  ['<article itemscope><h1>T</h1><span itemprop=datePublished content=2026-02-03>then</span><p>Text.</p></article>'],
  ['<article><h1>T</h1><span class=entry-date>February 3, 2026</span><p>Text.</p></article>'],
  ['<h1>T</h1><p>3 February 2026</p><p>Text.'],
])('the page states its date: %s', (html) => {
  expect(date(html)).toBe('2026-02-03')
})

test.each([
  ['<article><h1>T</h1><p>Doors on <time datetime=2029-12-24>24 December</time>.</p></article>'],
  ['<article><h1>T</h1><p>On <time datetime=2029-12-24>24 December</time> the fair opens.</p></article>'],
  ['<article><h1>T</h1><time datetime=2029-12-24>24 December</time> is the day of the fair.</article>'],
  ['<article><header><h1>T</h1><p>The doors open on <time datetime=2029-12-24>24 December</time></p></header><p>Text.'],
  ['<h1>T</h1><table><tr><td><time datetime=2029-12-24>24 December</time></td><td>Fair</td></tr></table><p>Text.</p>'],
  ['<article><h1>T</h1><p>It opens soon.</p><p><time datetime=2029-12-24>24 December</time></p></article>'],
  ['<article><h1>T</h1><p>Text.</p><time itemprop=startDate class=date datetime=2029-12-24>x</time></article>'],
  ['<article><h1>T</h1><p>Text.</p></article><aside><time class=published datetime=2029-12-24>x</time></aside>'],
  [
    '<article><h1>T</h1><p>Text.</p><article class=comment><time pubdate datetime=2029-12-24>x</time></article></article>',
  ],
  [
    '<article><h1>T</h1><p>Text.</p><ul class=comment-list><li><time class=date datetime=2029-12-24>x</time></ul></article>',
  ],
])('a time says nothing about the page: %s', (html) => {
  expect(date(html)).toBeUndefined()
})

test('the change of a page is read, and counts only if it is later than the publication', () => {
  const page = (metas: string) => manuscript(`<title>T</title>${metas}<p>Text.`)
  const published = '<meta property=article:published_time content=2026-02-03>'
  expect(page(`${published}<meta property=article:modified_time content=2026-02-05>`).updated).toMatch(/^2026-02-05/)
  expect(page(`${published}<meta property=article:modified_time content=2026-02-01>`).updated).toBeUndefined()
  expect(page(`${published}<article><time class=dt-updated datetime=2026-02-06>x</time></article>`).updated).toMatch(
    /-06/,
  )
})
