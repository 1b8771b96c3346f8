import { expect, test } from 'vitest'
import { moveBody } from '../../../core/articles/move-body.ts'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted, site } from '../reading/sample.ts'

const html = `<p>See <a href="/archive/?a=1&amp;b=2">the archive</a> and <a href="https://elsewhere.example/">others</a>.</p>
<img src="cover.png" srcset="cover.png 1x, large.png 2x" alt="">
<p><code>http://10.0.0.1/x</code></p>`
const renderAt = (url: string) => ({
  ...renderBody(accepted('a.html', `<title>T</title>${html}`).body, `${url}/articles/t/`),
  siteUrl: url,
})

test.each([
  ['http://127.0.0.1:4000', 'https://gazette.example'],
  ['https://gazette.example', 'https://gazette.example.org'],
  ['https://gazette.example.org', 'https://gazette.example'],
])('a body rendered for %s and then moved equals a body rendered for %s', (former, url) => {
  expect(moveBody(renderAt(former), { ...site, url })).toEqual(renderAt(url))
})

test('a body that has the present address is not changed', () => {
  const body = renderAt(site.url)
  expect(moveBody(body, site)).toBe(body)
})

test('an address that only contains the former one is not changed', () => {
  const body = { ...renderAt('https://a.example'), page: '<a href="https://web.archive.org/https://a.example/x">x</a>' }
  expect(moveBody(body, { ...site, url: 'https://b.example' }).page).toBe(body.page)
})
