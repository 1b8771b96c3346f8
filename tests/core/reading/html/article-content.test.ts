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
