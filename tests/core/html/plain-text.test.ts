import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { toPlainText } from '../../../core/html/plain-text.ts'
import { renderBody } from '../../../core/html/render-body.ts'
import { sanitizeBody } from '../../../core/html/sanitize-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const mailText = (html: string) =>
  toPlainText(renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl).email)

test('plain text has every word and does not capitalize headings', () => {
  const text = mailText(
    '<h2>Head</h2><p>A <a href="https://x.example/">link</a> &amp; <q>quote</q><br>next <img src="i.png" alt="i"></p><ul><li>one</li></ul><dl><dt>T</dt><dd>D</dd></dl>',
  )
  expect(text).toBe('Head\n\nA link <https://x.example/> & “quote”\nnext [i]\n\n- one\n\nT\nD')
})

const rows = (html: string) =>
  mailText(`<table>${html}</table>`)
    .split('\n')
    .map((line) => line.replaceAll('\t', '|'))

test('a table has a line for each row, with the headings of its columns marked', () => {
  expect(rows('<tr><th>Town<th>Bags</tr><tr><td>Obertal<td>3<br>or 4</tr>')).toEqual([
    '|*||Town|Bags||',
    '|-||Obertal|3 or 4||',
  ])
  expect(rows('<tr><td>a<td>b</tr><tr><th>c<td>d</tr>')).toEqual(['|-||a|b||', '|-||c|d||'])
})

test('a cell that spans columns or rows leaves the other places empty', () => {
  expect(rows('<tr><td rowspan="2">a<td>b<td>c</tr><tr><td>d<td>e</tr><tr><td colspan="2">f<td>g</tr>')).toEqual([
    '|-||a|b|c||',
    '|-|||d|e||',
    '|-||f||g||',
  ])
})

test('the caption of a table is above it', () => {
  expect(rows('<caption>Fares of 1841</caption><tr><td>a</tr>')).toEqual(['Fares of 1841', '|-||a||'])
})

const tags =
  '<p>|</p>|<h2>|</h2>|<ul>|<ol start="3" type="i">|<li>|</ul>|</ol>|<table>|<tr>|<td>|<th colspan="2">|</table>|<blockquote>|</blockquote>|<pre>|</pre>|<br>|<hr>|<a href="https://x.example/?a&amp;b">|</a>|<img src="i.png" alt="&quot;i&quot;">|<dl>|<dt>|<dd>|</dl>|<q>|</q>|<details>|<summary>|</details>|<b>|</b>'

test('the text does not depend on whether html-to-text parses the HTML', () => {
  const piece = fc.constantFrom(...tags.split('|'), 'one', ' two ', ' ', '\n', '&amp;', '&nbsp;')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
      const { email } = renderBody(sanitizeBody(parseHtml(`<body><p>x</p>${parts.join('')}`)), articleUrl)
      expect(toPlainText(email)).toBe(toPlainText(`${email}<!-- a comment -->`))
    }),
    { numRuns: 500 },
  )
})

test('notes have other marks than links', () => {
  const html =
    '<p>Text.<sup class="footnote-ref">[1]</sup></p><hr><section class="footnotes"><ol><li><p>The note.</p></li><li>Another</li></ol></section>'
  const text = toPlainText(html)
  expect(text).toContain('Text.[n1]')
  expect(text).toContain('[n1] The note.')
  expect(text).toContain('[n2] Another')
  expect(text).not.toMatch(/^ ?\d\./m)
})

test('a picture without words leaves no empty lines', () => {
  expect(toPlainText('<p>a</p><p><img src="1.png" alt=""></p><p><img src="2.png"> </p><p>b</p>')).toBe('a\n\nb')
})

test.each([
  '<figure><img src="1.png" alt=""></figure>',
  '<p><b><img src="1.png" alt=""></b></p>',
  '<div><p><img src="1.png"></p></div>',
  '<p><img src="1.png" alt=" "><br></p>',
  '<h2><img src="1.png" alt=""></h2>',
  '<section><p> </p></section>',
])('%s leaves no empty lines', (html) => {
  expect(mailText(`<p>a</p>${html}${html}<p>b</p>`)).toBe('a\n\nb')
})
