import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { measureProse } from '../../../../core/reading/html/prose.ts'

const measure = (html: string) => {
  const document = parseHtml(html)
  return measureProse(document).get(document)
}
const letters = 'x'.repeat(100)

test.each([
  [`<p>${letters}</p><div>${letters}</div>`, 200],
  [`<p>${letters} <b>${letters}</b> <a href=a>${letters}</a></p>`, 200],
  ['<p>Home</p><p>About</p>'.repeat(50), 0],
  [`<p><a href=a>${letters}</a></p><nav>${letters}</nav><div class=comments>${letters}</div>`, 0],
  [`<div>${'x'.repeat(50)}<br>${'x'.repeat(50)}<p>${letters}</p></div>`, 200],
  [`<script>${letters}</script><form>${letters}</form>`, 0],
])('%s has the sentences of %s characters', (html, length) => {
  expect(measure(html)).toBe(length)
})
