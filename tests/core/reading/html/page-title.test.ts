import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted } from '../sample.ts'

const read = (html: string) => {
  const { manuscript, body } = accepted('a.html', html)
  return { title: manuscript.title, html: renderBody(body, 'https://gazette.example/articles/t/').feed }
}
const text = '<p>Text.</p>'

test.each([
  [`<title>Night mail – The Old Blog</title><article><h1>Night mail</h1>${text}</article>`],
  [`<title>The Old Blog: Night mail</title><article><h1>Night mail</h1>${text}</article>`],
  [`<title>Night mail » The Old Blog</title><article><h2 class=entry-title>Night mail</h2>${text}</article>`],
  [`<title>(3) Night mail | Page</title><h1>Night mail</h1>${text}`],
  [`<title>Night mail by Ada Byron · Medium</title><meta name=author content="Ada Byron">${text}`],
  [`<title>Night mail - Google Docs</title>${text}`],
  [`<title>Night mail – The Old Blog</title><meta property=og:site_name content="The Old Blog">${text}`],
  [`<title>Night mail – The Old Blog</title><link type=application/rss+xml title="The Old Blog » Feed">${text}`],
  [`<title>Night mail | The Old Blog</title>${text}`],
  [`<title>Night mail — The Postrider Gazette</title>${text}`],
  [`<title>The Old Blog</title><header><h1>The Old Blog</h1></header><article><h2>Night mail</h2>${text}</article>`],
  [`<title>Night mail – The Old Blog</title><h1><a href="/">The Old Blog</a></h1><h2>Night mail</h2>${text}`],
  [`<title>Night mail</title><header><h1>Night mail</h1></header><article>${text}</article>`],
  [`<title>Untitled document</title><p class="c3 title">Night mail</p>${text}`],
  [`<title>Microsoft Word - x.doc</title><p class=MsoTitle>Night mail</p>${text}`],
  [`<title>Mail</title><h1>Night mail</h1>${text}`],
  [`<meta property=og:title content="Night mail"><h1>NIGHT MAIL</h1>${text}`],
  [`<title>Site</title><meta property=og:title content="Night mail"><article><h1>Night mail</h1>${text}</article>`],
  [`<script type="application/ld+json">{"@type":"Article","headline":"Night mail"}</script><h1>Night mail</h1>${text}`],
  [`<title>Night mail</title><h1>Night mail</h1><h1>“Night mail”</h1>${text}`],
  [
    `<title>Night mail</title><meta property=og:title content="Night mail"><header><h1>Night mail</h1></header><article>${text}</article>`,
  ],
  [
    `<title>Night mail</title><link type=application/rss+xml title="Night mail"><meta property=og:title content="Night mail"><article><h1>Night mail</h1>${text}</article>`,
  ],
  [
    `<meta property=og:title content="Night mail"><article><h1><style>.c1{color:#111}</style>Night mail</h1>${text}</article>`,
  ],
  [
    `<meta property=og:title content="Night mail"><article><h2 class=entry-title><time>Jun 17</time> Night mail</h2>${text}</article>`,
  ],
])('the title is Night mail, once: %s', (html) => {
  expect(read(html)).toEqual({ title: 'Night mail', html: text })
})

test('words that only look like the name of a site stay', () => {
  expect(read(`<title>Night mail – a history</title>${text}`).title).toBe('Night mail – a history')
  expect(read(`<title>Night mail: a history</title><h1>Night mail: a history</h1>${text}`).title).toBe(
    'Night mail: a history',
  )
})

test('the heading with the longest part of a title is chosen, not the name of a section or of a teaser', () => {
  const section = '<header><h1>News</h1></header>'
  const page = (title: string, headings: string) => read(`<title>${title}</title>${headings}${text}`).title
  expect(page('Mail Board - News - Night mail returns', `${section}<h1>Night mail returns</h1>`)).toBe(
    'Night mail returns',
  )
  expect(
    page('Mail Board - The night mail to the north returns', '<h1>The night mail to the north</h1><h2>Mail</h2>'),
  ).toBe('The night mail to the north')
  expect(page('Mail Board', `<h1>Mail</h1>`)).toBe('Mail')
  const teaser = '<main><h1>Night mail returns to the north</h1><p>Text.</p><h2 class=entry-title>Fares</h2></main>'
  expect(read(`<meta property=og:title content="Night mail returns">${teaser}`).title).toBe(
    'Night mail returns to the north',
  )
})

test('a first paragraph that repeats the title is left out if no heading does', () => {
  expect(read(`<title>Night mail</title><p align=center><font size=6><b>Night mail</b></font></p>${text}`).html).toBe(
    text,
  )
  const verse = `<h1>Night mail</h1><p>Night mail</p>${text}`
  expect(read(verse).html).toBe(`<p>Night mail</p>${text}`)
  expect(read(`<title>Night mail</title>${text}<p>Night mail</p>`).html).toBe(`${text}<p>Night mail</p>`)
})

test('a heading below a text stays in it, even if nothing else can be the title', () => {
  const { title, html } = read(`${text}<h2>Fares</h2><p>Two pence.</p>`)
  expect(title).toBe('Fares')
  expect(html).toContain('<h2>Fares</h2>')
})

test('the name of the space is not part of the title of a page of Confluence', () => {
  const page = '<title>Letters : Night mail</title><h1 id=title-heading><span>Letters : Night mail</span></h1>'
  expect(read(page + text)).toEqual({ title: 'Night mail', html: expect.stringContaining(text) })
})

test('a heading keeps words that the metadata cuts off', () => {
  const page = `<meta property=og:title content="Minister calls the mail"><article><h1>Minister calls the mail “late”</h1>`
  expect(read(page + text).title).toBe('Minister calls the mail “late”')
})

test('a page about the publication itself has its name as its title', () => {
  expect(read(`<title>The Postrider Gazette</title>${text}`).title).toBe('The Postrider Gazette')
})
