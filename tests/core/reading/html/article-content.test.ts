import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { lineOf } from '../../../../core/html/tree.ts'
import { findArticle, leadImage } from '../../../../core/reading/html/article-content.ts'

const content = (html: string) => lineOf(findArticle(parseHtml(html)).content)

test.each([
  ['<p>x</p><article><p>Text</p></article>', 'Text'],
  ['<article><h1>T</h1><p>Text</p></article><article class=teaser><h2>U</h2></article>', 'T Text'],
  ['<article><p>Text</p><section class=comments><article>C</article></section></article>', 'Text C'],
  ['<article><p>Text</p></article><aside><article>U</article></aside>', 'Text'],
  ['<div class=related-posts><article>U</article></div><article><p>Text</p></article>', 'Text'],
  ['<article><header>By Ada</header><div class=entry-content>Text</div><footer>F</footer></article>', 'Text'],
  ['<main><div itemprop=articleBody>Text</div><p>x</p></main>', 'Text'],
  ['<div class=hentry><h1>T</h1><div class=e-content>Text</div></div>', 'Text'],
  ['<main><article>A</article><article>B</article></main>', 'A B'],
  ['<article><div class=entry-content>A</div></article><article><div class=entry-content>B</div></article>', 'A B'],
  ['<div role=main>Text</div><div>x</div>', 'Text'],
  ['<div class=article-content><article>Text</article></div>', 'Text'],
  ['<article><div class=entry-content></div><p>Text</article>', 'Text'],
])('the article of %s', (html, text) => {
  expect(content(html)).toBe(text)
})

const sentence = 'The night mail left the harbour at nine, and the last letters were sorted on the way to the north. '
const prose = (count: number) => `<p>${sentence.repeat(count)}</p>`

test.each([
  [`<article class=weather>9 degrees</article><div>${prose(8)}</div>`, 'harbour'],
  [`<article><h1>T</h1>${prose(1)}</article><article>${prose(12)}</article>`, 'T The night'],
  [`<main><h1>T</h1></main><div>${prose(8)}</div>`, 'harbour'],
  [`<article><div class=entry-content>${prose(1)}</div><div>${prose(12)}</div></article>`, 'harbour'],
  [`<body>${prose(1)}<div><div class=post-body>x</div></div>${sentence.repeat(8)}`, 'harbour'],
])('an element with hardly any of the sentences is not the article of %s', (html, text) => {
  expect(content(html)).toContain(text)
  expect(content(html).length).toBeGreaterThan(8 * sentence.length)
})

test.each([
  [`<article>${prose(2)}</article><div>${prose(12)}</div>`, 2],
  [`<article>${prose(1)}</article><footer>${prose(20)}</footer><div class=comments>${prose(20)}</div>`, 1],
  [`<article><p>x</article><p>${'<a href=a>'}${sentence.repeat(9)}</a>`, 0],
  [`<article>${prose(1)}</article><div>${prose(3)}</div>`, 1],
])('the article of %s stays', (html, sentences) => {
  expect(content(html).length).toBeLessThan((sentences + 1) * sentence.length)
})

test('the picture above a text is the lead image, and a portrait of the author is not', () => {
  const image = (html: string) =>
    leadImage(findArticle(parseHtml(`<article>${html}<div class=entry-content>x</div></article>`)))
  expect(image('<img class=avatar src=a.png><figure><img src=b.png alt=Lamp></figure>')).toEqual({
    url: 'b.png',
    alt: 'Lamp',
  })
  expect(image('<img src=a.png width=40>')).toBeUndefined()
  expect(leadImage(findArticle(parseHtml('<article><img src=a.png></article>')))).toBeUndefined()
})
