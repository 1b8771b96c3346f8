import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const render = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl)

test('each heading has its own anchor on the page, and none in the other forms', () => {
  const { page, feed, email } = render('<h2>Post</h2><h2>Post</h2><h2>郵便</h2>')
  expect([...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['a-post', 'a-post-2', 'a-section'])
  expect(page).toContain('<a class="anchor" href="#a-post-2"')
  expect(feed + email).not.toMatch(/anchor| id=/)
})

test('a link to the words of a heading leads to the heading, on the page and from feeds', () => {
  const { page, feed } = renderBody(accepted('a.md', '# T\n\n[Down](#the-end)\n\n## The end\n').body, articleUrl)
  expect(page).toContain('href="#a-the-end"')
  expect(page).toContain('id="a-the-end"')
  expect(feed).toContain(`href="${articleUrl}#a-the-end"`)
})
