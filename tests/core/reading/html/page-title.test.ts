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
])('the title is Night mail, once: %s', (html) => {
  expect(read(html)).toEqual({ title: 'Night mail', html: text })
})

test('words that only look like the name of a site stay', () => {
  expect(read(`<title>Night mail – a history</title>${text}`).title).toBe('Night mail – a history')
  expect(read(`<title>Night mail: a history</title><h1>Night mail: a history</h1>${text}`).title).toBe(
    'Night mail: a history',
  )
})

test('a page about the publication itself has its name as its title', () => {
  expect(read(`<title>The Postrider Gazette</title>${text}`).title).toBe('The Postrider Gazette')
})
