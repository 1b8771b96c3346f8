import { expect, test } from 'vitest'
import { renderStatic } from '../../../core/pages/render-static.ts'
import { site } from '../feeds/samples.ts'

const documents = renderStatic(site)

test('style sheets and scripts have a hash in their names and are cached for a year', () => {
  const lasting = documents.filter(({ cacheControl }) => cacheControl.includes('immutable')).map(({ path }) => path)
  expect(lasting.map((path) => path.replace(/\.[0-9a-f]{12}\./, '.')).toSorted()).toEqual([
    'copy.js',
    'feed.css',
    'search.js',
    'style.css',
    'subscribe.js',
  ])
  expect(lasting.every((path) => /\.[0-9a-f]{12}\./.test(path))).toBe(true)
})

test('robots.txt names the sitemap', () => {
  const robots = documents.find(({ path }) => path === 'robots.txt')
  expect(robots?.body).toContain('Sitemap: https://news.example.org/sitemap.xml')
})

test('the icon has the initial of the publication', () => {
  const iconOf = (title: string) =>
    renderStatic({ ...site, publication: { ...site.publication, title } }).find(({ path }) => path === 'icon.svg')?.body
  expect(iconOf('Zeitung')).toContain('>Z<')
  expect(iconOf('<News>')).toContain('>&lt;<')
})
