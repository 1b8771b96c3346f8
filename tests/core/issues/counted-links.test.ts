import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { assembleMail } from '../../../core/issues/assemble-mail.ts'
import { countedLinks, countLinks, locationOf } from '../../../core/issues/counted-links.ts'
import type { Correction, Insert, Issue } from '../../../core/issues/issue.ts'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import { escapeHtml } from '../../../core/text/escape-html.ts'
import { sampleArticle, sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()

function counting(issue: Issue, changes: Partial<Issue> = {}): Issue {
  return { ...issue, settings: { ...issue.settings, clicks: true }, ...changes }
}

function noteOf(html: string): Insert {
  return { title: undefined, html, text: '', image: undefined, language: 'en', direction: 'ltr' }
}

/** Returns the address in a mail whose note links to an address, and what it leads to. */
function follow(address: string): { readonly shown: string; readonly target: string | undefined } {
  const issue = counting(sampleIssue(site), { note: noteOf(`<p><a href="${escapeHtml(address)}">link</a></p>`) })
  const [, shown = ''] = /href="([^"]*)"/.exec(countLinks(site, issue, issue.note?.html ?? '')) ?? []
  return { shown, target: countedLinks(issue).get(shown.split('/').at(-1) ?? '') }
}

test.each([
  'https://example.org/',
  'http://example.org',
  'HTTPS://EXAMPLE.org/Path',
  'https://example.org/a%20b%2Fc%2f?q=1&r=2&amp;s=3&copy=4#part-%C3%BC',
  'https://example.org/?q=&lt;b&gt;&quot;',
  "https://example.org/it's`here`?x=[1]|2",
  'https://example.org/a/../b/./c//d',
  'https://user:secret@example.org:8443/',
  'https://example.org/straße/日本?größe=ü',
  'https://bücher.example/',
  'https://xn--bcher-kva.example/',
  'https://example.org/?redirect=https%3A%2F%2Felsewhere.example%2F%3Fa%3Db',
  `https://example.org/${'long/'.repeat(390)}`,
])('a link to %s leads through the site and arrives as it was', (address) => {
  const { shown, target } = follow(address)
  expect(shown).toMatch(/^https:\/\/news\.example\.org\/go\/daily-12\/[0-9a-f]{12}$/)
  expect(target).toBe(address)
})

test.each([
  'mailto:ada@example.org',
  'tel:+441225000000',
  '#top',
  'ftp://example.org/',
  'javascript:alert(1)',
  'https:///',
  'https://[bad/',
  'https://news.example.org/',
  'https://news.example.org/issues/daily/12/',
  'https://news.example.org/unsubscribe?t=1.u2.3.4',
  'https://news.example.org/preferences?t=1.u2.3.4',
  'https://news.example.org/go/daily-11/0123456789ab',
  `https://example.org/${'long/'.repeat(400)}`,
])('a link to %s stays as it is', (address) => {
  expect(follow(address).shown).toBe(escapeHtml(address))
})

test('HTML of many tags, long texts and no ends is read in one pass', () => {
  const issue = counting(sampleIssue(site), { note: noteOf('<a href="https://example.org/">a</a>') })
  const hostile = [
    '<a href="https://example.org/">a.aa/'.repeat(20_000),
    `<a${' b="c"'.repeat(20_000)}`,
    '<a '.repeat(50_000),
  ]
  for (const html of hostile) expect(countLinks(site, issue, html).length).toBeGreaterThanOrEqual(html.length)
})

test('an address in ASCII stays the same in a header, and others become what a browser requests', () => {
  expect(locationOf('http://EXAMPLE.org/%7Ea/../b?c=%2f&d#e')).toBe('http://EXAMPLE.org/%7Ea/../b?c=%2f&d#e')
  expect(locationOf('https://bücher.example/straße?ü=ß#ö')).toBe(
    'https://xn--bcher-kva.example/stra%C3%9Fe?%C3%BC=%C3%9F#%C3%B6',
  )
  expect(locationOf('https://example.org/a\r\nset-cookie: b')).not.toMatch(/[\r\n]/)
})

test.each<readonly [string, string]>([
  ['<a title="1 > 0" class="x" href="https://example.org/">', '<a title="1 > 0" class="x" href="ID">'],
  ['<a title=" href=" href="https://example.org/">', '<a title=" href=" href="ID">'],
  ['<A\n  HREF="https://example.org/" rel="x">', '<a\n  HREF="ID" rel="x">'],
  ['<a href="https://example.org/">Example</a>', '<a href="ID">Example</a>'],
  ['<a href="https://example.org/">See https://example.org/</a>', '<a href="ID">See https://example.org/</a>'],
  ['<a href="https://example.org/"></a> www.example.org', '<a href="ID"></a> www.example.org'],
  ...[
    ...['https://example.org/', ' http://example.org/a b', 'WWW.example.org', 'example.org', 'example.org/a?b'],
    ...['&lt;https://example.org/&gt;', '“https://example.org”', '→ www.example.org', '(example.org).'],
    ...['&#x27;www.example.org&#39;', 'example.org:8080/a', 'example.xn--p1ai', '\u200Bhttps://example.org/'],
  ].map(
    (text) => [`<a href="https://example.org/">${text}</a>`, `<a href="https://example.org/">${text}</a>`] as const,
  ),
  [
    '<a href="https://example.org/"><em> <b>www.example.org</b></em></a>',
    '<a href="https://example.org/"><em> <b>www.example.org</b></em></a>',
  ],
  ['<a data-href="https://example.org/">', '<a data-href="https://example.org/">'],
  ['<abbr href="https://example.org/">', '<abbr href="https://example.org/">'],
  ['<img src="https://example.org/" alt="">', '<img src="https://example.org/" alt="">'],
  ['&lt;a href="https://example.org/"&gt;', '&lt;a href="https://example.org/"&gt;'],
])('%s', (html, expected) => {
  const issue = counting(sampleIssue(site), { note: noteOf('<a href="https://example.org/">a</a>') })
  const [id = ''] = countedLinks(issue).keys()
  expect(countLinks(site, issue, html)).toBe(expected.replace('ID', `https://news.example.org/go/daily-12/${id}`))
})

test('links lead on that only another version counts', () => {
  const html = '<a href="https://example.org/">https://example.org/</a>'
  const issue = counting(sampleIssue(site), { note: noteOf(html) })
  expect(countLinks(site, issue, html)).toBe(html)
  expect([...countedLinks(issue).values()]).toContain('https://example.org/')
})

const correction: Correction = {
  articleId: 'x',
  kind: 'corrected',
  title: 'The forged letter',
  text: 'It was genuine.',
  url: 'https://news.example.org/articles/forged/',
  language: 'en',
  direction: 'ltr',
  issueIds: [],
}

/** An issue with every kind of link. */
function fullIssue(): Issue {
  const bodies = new Map([
    [
      'a',
      { page: '', feed: '', email: '<p><a href="https://example.org/?a=1&#x26;b=2">In the text</a></p>', text: '' },
    ],
  ])
  const publication = sampleSite().publication
  const daily = {
    ...publication.digests.daily,
    layout: 'full-text',
    contentsFrom: 2,
  } as typeof publication.digests.daily
  const full = sampleSite({ digests: { daily } as typeof publication.digests })
  const image = { url: 'https://news.example.org/a.png', alt: 'A map', width: 600, height: 400 }
  const articles = [sampleArticle('a', { image, liveAt: '2026-11-20T11:00:00.000Z' }), sampleArticle('b')]
  const issue = sampleIssue(full, articles)
  const withBody = issue.articles.map((article) => {
    const body = bodies.get(article.id)
    return body ? { ...article, body: { email: body.email, text: '' } } : article
  })
  return {
    ...issue,
    articles: withBody,
    corrections: [correction],
    note: noteOf('<p><a href="https://example.org/note">Note</a> <a href="mailto:a@example.org">Mail</a></p>'),
    sponsor: noteOf('<p><a href="https://sponsor.example/">Sponsor</a></p>'),
  }
}

const choice = ['a', 'b', 'correction:x']

test('in a mail, exactly the links to articles and from their texts, notes and sponsors are counted', async () => {
  const issue = fullIssue()
  const raw = (each: Issue) => assembleMail(renderVariant(site, each, choice), samplePersonal(site, each))
  const hrefs = async (each: Issue) => {
    const { html } = await simpleParser(Buffer.from(raw(each)))
    return [...String(html).matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  }
  const [plain, counted] = [await hrefs(issue), await hrefs(counting(issue))]
  const links = countedLinks(counting(issue))
  const resolved = counted.map((href) => links.get(/\/go\/daily-12\/(\w{12})$/.exec(href)?.[1] ?? '') ?? href)
  expect(resolved).toEqual(plain.map((href) => href.replaceAll('&#x26;', '&')))
  const kept = [...new Set(counted.filter((href) => !href.includes('/go/')))]
  expect(kept.map((href) => href.replace(/t(=|&#x3D;).*/, 't'))).toEqual([
    'https://news.example.org/',
    'mailto:a@example.org',
    'https://news.example.org/preferences?t',
    'https://news.example.org/unsubscribe?t',
    'https://news.example.org/issues/daily/12/',
  ])
})

test('all readers of a variant get the same addresses', () => {
  const issue = counting(fullIssue())
  const html = (name: string) => renderVariant(site, { ...issue }, choice, name).mail.html
  const addresses = (text: string) => [...text.matchAll(/\/go\/[^"]*/g)].map(([address]) => address)
  expect(addresses(html('en')).length).toBeGreaterThan(8)
  expect(addresses(html('en'))).toEqual(addresses(html('de')))
})

test('the text part has the addresses themselves, and a digest that does not count changes nothing', () => {
  const issue = fullIssue()
  const [plain, counted] = [renderVariant(site, issue, choice).mail, renderVariant(site, counting(issue), choice).mail]
  expect(plain.html).not.toContain('/go/')
  expect(counted.text).toBe(plain.text)
})

test('an address counts for one issue only', () => {
  const [one, other] = [counting(sampleIssue(site)), { ...counting(sampleIssue(site)), number: 13 }]
  const ids = [...countedLinks(one).keys()]
  expect(ids.length).toBe(3)
  expect([...countedLinks(other).keys()].filter((id) => ids.includes(id))).toEqual([])
})

test('counted links hardly change the size of a mail: most are shorter than the address of an article', () => {
  const articles = Array.from({ length: 30 }, (_, n) => sampleArticle(`a-usual-title-of-an-article-number-${n}`))
  const issue = sampleIssue(site, articles)
  const sizeOf = (each: Issue) =>
    Buffer.byteLength(
      renderVariant(
        site,
        each,
        articles.map(({ id }) => id),
      ).mail.html,
    )
  expect(sizeOf(counting(issue))).toBeLessThan(sizeOf(issue))
})
