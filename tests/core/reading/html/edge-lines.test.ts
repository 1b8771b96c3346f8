import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted } from '../sample.ts'

const text = '<p>The lamps were lit at nine.</p><p>The bell rang.</p>'
const read = (html: string) => {
  const { manuscript, body } = accepted('a.html', `<article><h1>Night mail</h1>${html}</article>`)
  return {
    manuscript,
    html: renderBody(body, 'https://gazette.example/articles/t/').feed.replace(/>\s+</g, '><').trim(),
  }
}

test.each([
  '<p class=byline>By Ada Byron</p>',
  '<p>By Ada Byron</p>',
  '<p>By Ada Byron, 3 February 2026</p>',
  '<p>Von Ada Byron</p>',
  '<p>3 February 2026</p>',
  '<p>Published on 3 February 2026</p>',
  '<p>4 min read</p>',
  '<p>Ada Byron · 4 min read · <time datetime=2026-02-03>Feb 3</time></p>',
  '<div class=author><a href="/ada">Ada Byron</a><p>Keeper of lamps</p></div>',
  '<ul><li><a href="https://x.com/share">X</a></li><li><a href="https://fb.com/share">Facebook</a></li></ul>',
  '<div class=details><span class=author>Ada Byron</span><br><span id=revnumber>version 1.0,</span> <span id=revdate>2026-02-03</span></div>',
  '<p><a href="https://mail.example/1">View this email in your browser</a></p>',
  '<button>Listen</button><p>Share</p><p>1.2K claps</p>',
  '<p>Posted in <a href="/news">News</a></p>',
])('%s is above the text, not part of it', (line) => {
  expect(read(`${line}${text}`).html.replaceAll('<div></div>', '')).toBe(text)
})

test.each([
  '<p>Posted in <a href="/news">News</a> | Tagged <a href="/rail">rail</a></p>',
  '<p>Tags: rail, mail</p>',
  '<p>Filed under: News</p>',
  '<h3>Share this:</h3><ul><li><a href="https://x.com">Twitter</a></li><li><a href="https://fb.com">Facebook</a></li></ul>',
  '<p><a href="/older">« Previous: Day mail</a></p><p><a href="/newer">Next post: The ferry</a></p>',
  '<h3>Related</h3><ul><li><a href="/a">Day mail</a></li><li><a href="/b">The ferry</a></li></ul>',
  '<p>Thanks for reading The Gazette! Subscribe for free to receive new posts and support my work.</p>',
  '<p>3 Comments</p><p><a href="#respond">Leave a comment</a></p>',
])('%s is below the text, not part of it', (line) => {
  expect(read(`${text}${line}`).html).toBe(text)
})

test.each([
  '<p>By the sea, the lamps were dark.</p>',
  '<p>By the sea</p>',
  '<p>Next week: the ferry.</p>',
  '<p>Posted in the winter of 1890, the letter arrived in spring.</p>',
  '<p>Published in 1890 by the Post Office.</p>',
  '<p>Ada Byron</p>',
  '<blockquote><p>The lamp is lit.</p><footer>By Ada Byron</footer></blockquote>',
  '<h2>Related work</h2><p>Others have lit lamps, too.</p>',
  '<ul><li><a href="https://x.example/">A source</a></li></ul>',
])('%s is part of the text', (line) => {
  const lines = (html: string) => html.replace(/<[^>]*>/g, '')
  expect(lines(read(`${text}${line}`).html)).toBe(lines(`${text}${line}`))
})

test.each([
  '<p>By Ada Byron</p>',
  '<p>Posted in <a href="/news">News</a></p>',
  '<p class=byline>Share</p>',
  '<p>3 February 2026</p>',
])('%s in the middle of the text stays', (line) => {
  expect(read(`<p>The lamps were lit.</p>${line}<p>The bell rang.</p>`).html.replace(/<[^>]*>/g, '')).toBe(
    `The lamps were lit.${line.replace(/<[^>]*>/g, '')}The bell rang.`,
  )
})

test('a text that looks like labels only stays', () => {
  expect(read('<p>Share</p><p>Tags: none</p>').html).toBe('<p>Share</p><p>Tags: none</p>')
})

test('the byline names the author, and its date is the date', () => {
  expect(read(`<p>By Ada Byron, 3 February 2026</p>${text}`).manuscript).toMatchObject({
    authors: [{ name: 'Ada Byron' }],
    date: '2026-02-03T00:00:00.000Z',
  })
})
