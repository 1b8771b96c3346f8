import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const render = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl)

test('pictures load lazily, on the page only', () => {
  const { page, feed, email } = render('<img src="i.png" alt="i">')
  expect(page).toContain('loading="lazy" decoding="async"')
  expect(feed + email).not.toContain('loading')
})

test('a table is in a scrollable region that is labelled with its caption', () => {
  const { page } = render('<table><caption>Bags</caption><tr><td>1</table>')
  expect(page).toMatch(/^<div class="table" role="region" aria-label="Bags" tabindex="0"><table>/)
  expect(render('<table><tr><td>1<td>2</table>').page).toContain('aria-label="Table"')
})

test('cells are aligned by a class', () => {
  const { page } = render('<table><tr><td align="right">1<td align="left">2</table>')
  expect(page).toContain('<td class="align-right">1</td><td>2</td>')
})

test('the source of a quotation has a class', () => {
  const { page } = render('<blockquote><p>Late.</p><p>— Ada Byron</p></blockquote>')
  expect(page).toContain('<p class="attribution">— Ada Byron</p>')
  expect(render('<blockquote><p>Late.</p></blockquote>').page).not.toContain('attribution')
})

test('footnotes have the role of endnotes', () => {
  const { body } = accepted('a.md', '# T\n\nText[^1]\n\n[^1]: Note')
  expect(renderBody(body, articleUrl).page).toContain('<div class="footnotes" role="doc-endnotes">')
})

test('a picture gets its size, unless its author gave one', () => {
  const { body } = accepted('a.html', '<title>T</title><img src="a.png" alt=""><img src="a.png" width="10" alt="">')
  const { page } = renderBody(body, articleUrl, undefined, () => ({ width: 600, height: 400 }))
  expect(page.match(/(width|height)="\d+"/g)).toEqual(['width="600"', 'height="400"', 'width="10"'])
})
