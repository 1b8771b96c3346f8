import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderSearchMonths, renderSearchPage } from '../../../core/pages/render-search.ts'
import { scripts } from '../../../core/pages/scripts.ts'
import { site } from '../feeds/samples.ts'

test('the search page has the script and no entries', () => {
  const { path, body } = renderSearchPage(site)
  expect(path).toBe('search/index.html')
  expect(body).toContain(`<script type="module" src="${scripts.search.href}"></script>`)
})

test('the list of months has the paths of the files with their entries', () => {
  const months = ['2015-08', '2014-05'].map((month) => {
    return { listing: viewListing(site.publication, `month/${month}`), count: 1, updatedAt: '' }
  })
  const { path, body } = renderSearchMonths(site, months)
  expect(path).toBe('search/months.json')
  expect(JSON.parse(body)).toEqual([
    { href: '/search/2015-08.json', name: 'August 2015' },
    { href: '/search/2014-05.json', name: 'May 2014' },
  ])
})
