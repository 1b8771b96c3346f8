import { expect, test } from 'vitest'
import { toPlainText } from '../../../core/html/plain-text.ts'
import { renderBody } from '../../../core/html/render-body.ts'
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

test('a table is laid out in columns', () => {
  const text = mailText('<table><tr><th>Town<th>Bags</tr><tr><td>Obertal<td>3</tr></table>')
  expect(text).toBe('Town      Bags\nObertal   3')
})
