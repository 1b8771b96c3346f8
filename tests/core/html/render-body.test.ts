import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { fileAddress, referencedFiles } from '../../../core/reading/file-reference.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const render = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl)

test('addresses are absolute for every use, taken from the article’s page', () => {
  const { page, feed, email } = render(
    '<p><a href="../other/?a=1&amp;b">x</a> <a href="//x.example/">y</a> <img src="i.png" alt="i"></p>',
  )
  for (const html of [page, feed, email]) {
    expect(html).toContain('href="https://gazette.example/articles/other/?a=1&#x26;b"')
    expect(html).toContain('href="https://x.example/"')
    expect(html).toContain('src="https://gazette.example/articles/t/i.png"')
  }
})

test('an image that comes in several sizes does so on the page, at absolute addresses', () => {
  const { page, feed, email } = render(
    '<img src="a.jpg" srcset="a.jpg 600w,b.jpg?x=1,2 1200w, data:image/png,x 3x" sizes="(max-width: 40em) 100vw, 600px" alt="">',
  )
  expect(page).toContain(
    'srcset="https://gazette.example/articles/t/a.jpg 600w, https://gazette.example/articles/t/b.jpg?x=1,2 1200w"',
  )
  expect(page).toContain('sizes="(max-width: 40em) 100vw, 600px"')
  expect(feed + email).not.toMatch(/srcset|sizes/)
})

test('a file beside the article that comes in several sizes is published in each of them', () => {
  const html = '<img src="maps/a.png" srcset="maps/a.png 600w, ../b.png 1200w, https://x.example/c.png 2x" alt="">'
  const { body } = accepted('articles/2026/a.html', `<title>T</title>${html}`)
  expect(referencedFiles(body, undefined, 'articles/2026/a.html').map(({ key }) => key)).toEqual([
    'articles/2026/maps/a.png',
    'articles/b.png',
  ])
  const { page } = renderBody(body, articleUrl, (address) => fileAddress(address, 'articles/2026/a.html'))
  expect(page).toContain(
    `srcset="${articleUrl}maps/a.png 600w, ${articleUrl}up/b.png 1200w, https://x.example/c.png 2x"`,
  )
})

test('a link that leads nowhere keeps its words only', () => {
  expect(render('<p><a href="javascript:x">a</a> <a href="https://[">b</a> <a>c</a></p>').feed).toBe('<p>a b c</p>')
})

test('headings start at the second level, whatever the author began with', () => {
  expect(render('<h3>A</h3><h5>B</h5>').feed).toBe('<h2>A</h2><h4>B</h4>')
  expect(render('<h2>A</h2><h1>B</h1><h6>C</h6>').feed).toBe('<h3>A</h3><h2>B</h2><h6>C</h6>')
})

test('only the page has anchors and lazy images; two headings never share one', () => {
  const { page, feed, email } = render('<h2>Post</h2><h2>Post</h2><h2>郵便</h2><p><img src="i.png" alt="i"></p>')
  expect([...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['a-post', 'a-post-2', 'a-section'])
  expect(page).toContain('<a class="anchor" href="#a-post-2"')
  expect(page).toContain('loading="lazy"')
  expect(feed + email).not.toMatch(/anchor|lazy| id=/)
})

test('links within the article lead to its page from a feed, and are no links in a mail of many articles', () => {
  const { page, feed, email } = render('<p id="top">x <a href="#top">up</a></p>')
  expect(page).toContain('<a href="#a-top">up</a>')
  expect(feed).toContain(`<a href="${articleUrl}#a-top">up</a>`)
  expect(email).toBe('<p>x up</p>')
})

test('a mail has nothing wider than itself and links to what it cannot show', () => {
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

describe('text', () => {
  test('says it all without shouting', () => {
    const { text } = render(
      '<h2>Head</h2><p>A <a href="https://x.example/">link</a> &amp; <q>quote</q><br>next <img src="i.png" alt="i"></p><ul><li>one</li></ul><dl><dt>T</dt><dd>D</dd></dl>',
    )
    expect(text).toBe('Head\n\nA link <https://x.example/> & “quote”\nnext [i]\n\n- one\n\nT\nD')
  })
  test('lays tables out', () => {
    const { text } = render('<table><tr><th>Town<th>Bags</tr><tr><td>Obertal<td>3</tr></table>')
    expect(text).toBe('Town      Bags\nObertal   3')
  })
})

test("an author's link to the words of a heading finds it, on the page and from feeds", () => {
  const { page, feed } = renderBody(accepted('a.md', '# T\n\n[Down](#the-end)\n\n## The end\n').body, articleUrl)
  expect(page).toContain('href="#a-the-end"')
  expect(page).toContain('id="a-the-end"')
  expect(feed).toContain(`href="${articleUrl}#a-the-end"`)
})

test('an image without a text is none that is read out', () => {
  expect(render('<p><img src="a.png"></p>').page).toContain('alt=""')
})
