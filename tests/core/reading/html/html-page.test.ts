import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted, parse, rules } from '../sample.ts'

const feed = (html: string) => renderBody(accepted('a.html', html).body, 'https://gazette.example/articles/t/').feed

test('a whole page yields its metadata, and only its article is the text', () => {
  const html = `<!doctype html><html lang="he"><head>
    <title>Letters by balloon | The Postrider Gazette</title>
    <meta name="author" content="Ada Byron"><meta name="description" content="Up and away.">
    <meta name="keywords" content="asia, maps"><meta property="article:published_time" content="2026-02-03T10:00:00Z">
    <meta property="og:image" content="https://x.example/b.png"><meta property="og:image:alt" content="A balloon">
    </head><body><header><h1>The Postrider Gazette</h1><nav><a href="/">Home</a></nav></header>
    <main><article><h1>Letters by balloon</h1><p>Paris, 1870.</p></article></main>
    <footer>Imprint</footer></body></html>`
  const parsed = accepted('a.html', html)
  expect(parsed).toMatchObject({
    manuscript: {
      title: 'Letters by balloon',
      authors: [{ name: 'Ada Byron' }],
      summary: 'Up and away.',
      topics: [{ name: 'Asia' }, { name: 'maps' }],
      date: '2026-02-03T10:00:00.000Z',
      language: 'he',
      direction: 'rtl',
      image: { url: 'https://x.example/b.png', alt: 'A balloon' },
    },
    problems: [],
  })
  expect(feed(html)).toBe('<p>Paris, 1870.</p>')
})

test.each([
  ['<h1>Title</h1><p>x', 'Title', '<p>x</p>'],
  ['<title>Title</title><p>x', 'Title', '<p>x</p>'],
  ['<title>Title - My site</title><div><h1>Title</h1></div><p>x', 'Title', '<div></div><p>x</p>'],
  ['<title>Title</title><h1>Chapter one</h1><p>x', 'Title', '<h2>Chapter one</h2><p>x</p>'],
  ['<meta property="og:title" content="Title"><p>x', 'Title', '<p>x</p>'],
  ['<title>Title — The Postrider Gazette</title><p>x', 'Title', '<p>x</p>'],
])('the title of %s', (html, title, body) => {
  expect(accepted('a.htm', html).manuscript.title).toBe(title)
  expect(feed(html)).toBe(body)
})

test('the date comes from the metadata or a <time> above the text, and unreadable dates are ignored', () => {
  const date = (html: string) => accepted('a.html', `<title>T</title>${html}`).manuscript.date
  expect(date('<time datetime="2026-02-03">then</time>')).toBe('2026-02-03T00:00:00.000Z')
  expect(date('<time>3 February 2026</time>')).toBe('2026-02-03T00:00:00.000Z')
  expect(date('<meta name="date" content="{{date}}"><p>x')).toBeUndefined()
})

test('a page without a title is rejected', () => {
  expect(rules(parse('a.html', '<p>x</p>'))).toContain('missing-title')
})
