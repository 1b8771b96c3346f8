import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderMonth } from '../../../core/pages/render-month.ts'
import { sample, site } from '../feeds/samples.ts'

const august = viewListing(site.publication, 'month/2015-08')
const paths = ['archive/2015/08/index.html', 'sitemaps/2015-08.xml', 'search/2015-08.json']

test('a month has a page, a sitemap and search entries', () => {
  const { put, remove } = renderMonth(site, august, [sample().article])
  expect(put.map(({ path }) => path)).toEqual(paths)
  expect(remove).toEqual([])
})

test('all documents of a month without articles are removed', () => {
  expect(renderMonth(site, august, [])).toEqual({ put: [], remove: paths })
})

test('the articles of a month are sorted by their dates, newest first, whatever their original order', () => {
  const [one, two, three] = ['2015-08-01', '2015-08-12', '2015-08-30'].map(
    (day) => sample({ slug: `on-${day}`, title: day, date: `${day}T00:00:00.000Z` }).article,
  )
  if (!one || !two || !three) throw new Error('three samples')
  const { put } = renderMonth(site, august, [two, three, one])
  expect(put[0]?.body.match(/2015-08-\d\d(?=<\/a>)/g)).toEqual(['2015-08-30', '2015-08-12', '2015-08-01'])
  expect(renderMonth(site, august, [one, two, three])).toEqual({ put, remove: [] })
})
