import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { expectFolded } from '../../support/fold-golden.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'
import { arabic, corrected, obama, site } from '../feeds/samples.ts'
import { mainOf, ownTitle, pageFrame } from './samples/page-golden.ts'
import { sampleSite } from './samples/sample-site.ts'

const documents = sampleSite(site, [corrected, obama, arabic])
const pages = documents.filter(({ path }) => path.endsWith('.html'))
const xml = documents.filter(({ contentType }) => /xml|opml/.test(contentType))
const paths = new Set(documents.map(({ path }) => path))

/** The only golden page that is stored in full. The others refer to its lines. */
const framePage = 'topics/index.html'

test.each([
  'index.html',
  'topics/asia/index.html',
  framePage,
  'archive/2015/08/index.html',
  'archive/index.html',
  'articles/templates/index.html',
  'articles/مرحبا/index.html',
  'feeds/index.html',
  'subscribe/index.html',
  'subscribe/ar/index.html',
  'issues/daily/2/index.html',
  'issues/index.html',
  'search/index.html',
  'search/months.json',
  'search/2015-08.json',
  '404.html',
  '503.html',
  'preferences.html',
  'feeds.opml',
  'sitemap.xml',
  'sitemaps/pages.xml',
  'sitemaps/2015-08.xml',
  'robots.txt',
])('golden %s', async (path) => {
  const file = `../../golden/pages/${path}`
  const isFramed = path.endsWith('.html') && path !== framePage
  if (!isFramed) return expect(bodyOf(path)).toMatchFileSnapshot(file)
  const form = path === 'subscribe/ar/index.html' ? mainOf(bodyOf('subscribe/index.html'), 'subscribe') : {}
  const { title, text } = ownTitle(bodyOf(path))
  await expectFolded(text, { ...pageFrame(bodyOf(framePage), title, path), ...form }, file)
})

function bodyOf(path: string): string {
  const body = documents.find((document) => document.path === path)?.body ?? ''
  return body.replaceAll(/\/(style|copy|search|subscribe)\.[0-9a-f]{12}\./g, '/$1.') // or each restyling would change every page
}

test.each(pages)('$path is HTML without a parse error, with one h1 and one main', ({ body }) => {
  const { tree, errors } = parseHtml(body)
  expect(errors).toEqual([])
  expect(
    elementsOf(tree, 'h1', 'main')
      .map(({ tagName }) => tagName)
      .sort(),
  ).toEqual(['h1', 'main'])
})

test.each(xml)('$path is well-formed XML', ({ body }) => {
  expect(() => XmlDocument.fromString(body).dispose()).not.toThrow()
})

test.each(pages)(
  '$path has no inline scripts or styles and requests nothing but images from other sites',
  ({ body }) => {
    const elements = elementsOf(parseHtml(body).tree)
    const scripts = elements.filter(({ tagName }) => tagName === 'script')
    for (const { properties } of scripts.filter(({ properties }) => properties.type !== 'application/ld+json')) {
      expect(String(properties.src)).toMatch(/^\/(copy|search|subscribe)\.[0-9a-f]{12}\.js$/)
    }
    expect(elements.filter(({ tagName, properties }) => tagName === 'style' || properties.style)).toEqual([])
    const fetched = elements.filter(({ properties }) => ['stylesheet', 'icon'].includes(String(properties.rel)))
    expect(fetched.map(({ properties }) => String(properties.href)[0])).toEqual(['/', '/'])
  },
)

test('every link within the site leads to an existing document', () => {
  const dead = pages.flatMap(({ path, body }) =>
    elementsOf(parseHtml(body).tree, 'a', 'link')
      .map(({ properties }) => String(properties.href))
      .filter((href) => href.startsWith('/') || href.startsWith(site.url))
      .map((href) => decodeURIComponent(new URL(href, site.url).pathname.slice(1)))
      .map((target) => (target === '' || target.endsWith('/') ? `${target}index.html` : target))
      .filter((target) => !paths.has(target))
      .map((target) => `${path} → ${target}`),
  )
  expect(dead).toEqual([])
})

test('every other link was written by an author', () => {
  const foreign = pages.flatMap(({ body }) =>
    elementsOf(parseHtml(body).tree, 'a', 'link', 'form')
      .map(({ properties }) => String(properties.href ?? properties.action))
      .filter((href) => !/^(\/(?!\/)|#)/.test(href) && !href.startsWith(`${site.url}/`)),
  )
  expect(new Set(foreign)).toEqual(new Set(['https://example.com/?a=1&b=2']))
})

test('only files with a hash in their names are cached for a year', () => {
  const lasting = documents.filter(({ cacheControl }) => cacheControl.includes('immutable'))
  expect(lasting.map(({ path }) => path.replace(/\.[0-9a-f]{12}\./, '.'))).toEqual(
    expect.arrayContaining(['style.css', 'feed.css', 'search.js', 'copy.js', 'subscribe.js']),
  )
})

describe('content types', () => {
  test.each([
    ['feed.xml', 'application/rss+xml; charset=utf-8'],
    ['topics/asia/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['feed.json', 'application/feed+json; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
    ['feeds.opml', 'text/x-opml; charset=utf-8'],
    ['robots.txt', 'text/plain; charset=utf-8'],
  ])('%s is %s', (path, type) => {
    expect(documents.find((document) => document.path === path)?.contentType).toBe(type)
  })
})

test('rendering the same articles twice gives the same bytes', () => {
  expect(sampleSite(site, [corrected, obama, arabic])).toEqual(documents)
})
