import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderOverviews } from '../../../core/pages/render-overviews.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'
import { site } from '../feeds/samples.ts'

const view = (listing: string) => viewListing(site.publication, listing)

const updatedAt = '2026-02-03T09:00:00.000Z'

function bodiesOf(listings: Parameters<typeof renderOverviews>[1]) {
  return new Map(renderOverviews(site, listings).map(({ path, body }) => [path, body]))
}

test('the paths of overviews do not depend on the listings', () => {
  const topic = { listing: view('topic/asia'), count: 1, updatedAt }
  expect([...bodiesOf([topic]).keys()]).toEqual([...bodiesOf([]).keys()])
})

test('a count that reaches the length of a feed has a plus sign', () => {
  const topic = { listing: view('topic/asia'), count: 3, updatedAt }
  const bodies = bodiesOf([topic, { ...topic, listing: view('month/2015-08') }])
  expect(bodies.get('topics/index.html')).toContain('>3+<')
  expect(bodies.get('archive/index.html')).toContain('>3<')
})

test('topics are sorted by name, and empty ones are omitted', () => {
  const counts = { Ärzte: 1, zebras: 1, Adam: 1, '10 things': 1, '9 things': 1, nothing: 0 }
  const listings = Object.entries(counts).map(([name, count]) => {
    return { listing: { ...view(`topic/${name.length}`), name }, count, updatedAt }
  })
  const names = [...(bodiesOf(listings).get('topics/index.html') ?? '').matchAll(/<bdi>(.*?)<\/bdi>/g)]
  expect(names.map(([, name]) => name)).toEqual(['9 things', '10 things', 'Adam', 'Ärzte', 'zebras'])
})

test('months are grouped by year, newest first', () => {
  const months = ['2015-08', '2015-12', '2016-01'].map((month) => {
    return { listing: view(`month/${month}`), count: 1, updatedAt }
  })
  const { tree } = parseHtml(bodiesOf(months).get('archive/index.html') ?? '')
  const links = elementsOf(tree, 'a').map(({ properties }) => String(properties.href))
  expect(links.filter((href) => /^\/archive\/\d/.test(href))).toEqual([
    '/archive/2016/01/',
    '/archive/2015/12/',
    '/archive/2015/08/',
  ])
})

test('the subscribe form offers the 40 largest topics', () => {
  const topics = Array.from({ length: 41 }, (_, index) => {
    return { listing: view(`topic/t${index}`), count: index + 1, updatedAt }
  })
  const { tree } = parseHtml(bodiesOf(topics).get('subscribe/index.html') ?? '')
  const offered = elementsOf(tree, 'input').filter(({ properties }) => properties.name === 'topics')
  const slugs = offered.map(({ properties }) => properties.value)
  expect(slugs).toHaveLength(40)
  expect(slugs).not.toContain('t0')
})
