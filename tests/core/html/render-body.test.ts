import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const render = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, articleUrl)

test('addresses are absolute in every form, and relative ones are resolved against the article’s page', () => {
  const { page, feed, email } = render(
    '<p><a href="../other/?a=1&amp;b">x</a> <a href="//x.example/">y</a> <img src="i.png" alt="i"></p>',
  )
  for (const html of [page, feed, email]) {
    expect(html).toContain('href="https://gazette.example/articles/other/?a=1&#x26;b"')
    expect(html).toContain('href="https://x.example/"')
    expect(html).toContain('src="https://gazette.example/articles/t/i.png"')
  }
})

test('an image keeps its sizes on the page only, at absolute addresses', () => {
  const { page, feed, email } = render(
    '<img src="a.jpg" srcset="a.jpg 600w,b.jpg?x=1,2 1200w, data:image/png,x 3x" sizes="(max-width: 40em) 100vw, 600px" alt="">',
  )
  expect(page).toContain(
    'srcset="https://gazette.example/articles/t/a.jpg 600w, https://gazette.example/articles/t/b.jpg?x=1,2 1200w"',
  )
  expect(page).toContain('sizes="(max-width: 40em) 100vw, 600px"')
  expect(feed + email).not.toMatch(/srcset|sizes/)
})

test('a link without a valid address is replaced by its words', () => {
  expect(render('<p><a href="javascript:x">a</a> <a href="https://[">b</a> <a>c</a></p>').feed).toBe('<p>a b c</p>')
})

test('headings start at the second level, whatever level the author starts with', () => {
  expect(render('<h3>A</h3><h5>B</h5>').feed).toBe('<h2>A</h2><h4>B</h4>')
  expect(render('<h2>A</h2><h1>B</h1><h6>C</h6>').feed).toBe('<h3>A</h3><h2>B</h2><h6>C</h6>')
})

test('links within the article lead to its page in a feed and become plain words in a mail', () => {
  const { page, feed, email } = render('<p id="top">x <a href="#top">up</a></p>')
  expect(page).toContain('<a href="#a-top">up</a>')
  expect(feed).toContain(`<a href="${articleUrl}#a-top">up</a>`)
  expect(email).toBe('<p>x up</p>')
})

test('an image without a text has an empty alt, so that it is not read aloud', () => {
  expect(render('<p><img src="a.png"></p>').page).toContain('alt=""')
})
