import { expect, test } from 'vitest'
import { joinWideLines } from '../../../core/html/join-lines.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { serializeTree } from '../../../core/html/serialize-tree.ts'
import { textOf } from '../../../core/html/tree.ts'
import { accepted } from '../reading/sample.ts'

test.each([
  ['<p>夜の郵便が\n戻ってきた。</p>', '夜の郵便が戻ってきた。'],
  ['<p>信件很慢，\n  但是会到。</p>', '信件很慢，但是会到。'],
  ['<p><b>注意</b>\n正文</p>', '注意正文'],
  ['<p>正文\n<i>注意</i></p>', '正文注意'],
  ['<p>信 件</p>', '信 件'],
  ['<p>信件\nletters\n信件</p>', '信件\nletters\n信件'],
  ['<p>우편\n마차</p>', '우편\n마차'],
  ['<pre>信件\n信件</pre>', '信件\n信件'],
  ['<p>信件<br>\n信件</p>', '信件 \n信件'],
  ['<p>信件</p>\n<p>信件</p>', '信件\n信件'],
])('%j has the text %j', (html, text) => {
  const { children } = parseHtml(html)
  expect(textOf(joinWideLines({ type: 'root', children })).trim()).toBe(text)
})

test('a line break in Chinese or Japanese Markdown is no space', () => {
  const { body } = accepted('a.md', '# 手紙\n\n夜の郵便が\n**戻って**\nきた。\n')
  expect(serializeTree(body).trim()).toBe('<p>夜の郵便が<strong>戻って</strong>きた。</p>')
})
