import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const render = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl)

test('a mail contains nothing wider than itself, and links to what it cannot show', () => {
  const { email, feed } = render(
    '<figure><img src="i.png" alt="i" width="1200" height="800"><figcaption>C</figcaption></figure>' +
      '<video controls><source src="v.mp4"></video><details open><summary>S</summary>more</details><pre>x</pre>',
  )
  expect(email).toContain('width="536"')
  expect(email).not.toMatch(/height="|<figure|<video|<source|<details|<summary/)
  expect(email).toContain('<a href="https://gazette.example/articles/t/v.mp4">Watch the video</a>')
  expect(email).toContain('<pre style="white-space:pre-wrap')
  expect(feed).toContain('<figure>')
})

test('a video without a source is removed', () => {
  expect(render('<p>a</p><video></video>').email).toBe('<p>a</p>')
})

test('footnotes have no links in mails', () => {
  const { body } = accepted('a.md', '# T\n\nText[^1]\n\n[^1]: Note')
  const { email } = renderBody(body, articleUrl)
  expect(email).toContain('Note')
  expect(email).not.toMatch(/<a |↩/)
})

test.each([
  [48, 48, 48],
  [536, 400, 536],
  [1800, 900, 536],
  [300, 900, 223],
  [1000, 3000, 223],
])('a picture of %i × %i pixels is %i pixels wide in a mail', (width, height, shown) => {
  expect(render(`<img src="i.png" alt="" width="${width}" height="${height}">`).email).toContain(`width="${shown}"`)
})

test('a picture of unknown size has the width of the column in Outlook, and its own elsewhere', () => {
  expect(render('<img src="i.png" alt="">').email).toContain(
    'width="536" style="width:auto;max-width:100%;height:auto"',
  )
})

test('the cells of a table have padding without a style sheet', () => {
  expect(render('<table><tr><th>a</th><td>b</td></tr></table>').email).toContain(
    '<table cellpadding="6" cellspacing="0">',
  )
})

test('a small picture keeps its width', () => {
  expect(render('<img src="i.png" alt="" width="200" height="100">').email).toContain('width="200"')
})
