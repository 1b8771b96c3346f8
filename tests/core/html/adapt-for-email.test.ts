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
  expect(email).toContain('width="560"')
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

test('a small picture keeps its width', () => {
  expect(render('<img src="i.png" alt="" width="200" height="100">').email).toContain('width="200"')
})
