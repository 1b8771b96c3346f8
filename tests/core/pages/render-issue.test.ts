import { expect, test } from 'vitest'
import { renderIssueIndex, renderIssuePage } from '../../../core/pages/render-issue.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'
import { obama, site } from '../feeds/samples.ts'

const issue = (number: number) => ({ digest: 'daily', number, title: `Daily digest #${number}` })

function linksOf(body: string): string[] {
  return elementsOf(parseHtml(body).tree, 'a').map(({ properties }) => String(properties.href))
}

test('an issue shows its articles and links to the previous issue', () => {
  const { path, body } = renderIssuePage(site, { ...issue(2), articles: [obama.article] }, { previous: 1 })
  expect(path).toBe('issues/daily/2/index.html')
  expect(linksOf(body)).toEqual(expect.arrayContaining(['/articles/us-tech-groups-press-obama/', '/issues/daily/1/']))
})

test('the first issue links to no other issue', () => {
  const { body } = renderIssuePage(site, { ...issue(1), articles: [] })
  expect(linksOf(body).filter((href) => href.startsWith('/issues/daily/'))).toEqual([])
})

test('the overview lists issues in their original order', () => {
  const { path, body } = renderIssueIndex(site, [issue(2), issue(1)])
  expect(path).toBe('issues/index.html')
  const issues = linksOf(body).filter((href) => href.startsWith('/issues/daily/'))
  expect(issues).toEqual(['/issues/daily/2/', '/issues/daily/1/'])
})

test('the preview of an issue is at an address of its own, which search engines must not list', () => {
  const folder = 'issues/daily/2/0123456789abcdef/'
  const { path, body } = renderIssuePage(site, { ...issue(2), articles: [] }, { folder })
  expect(path).toBe(`${folder}index.html`)
  expect(body).toContain('<meta name="robots" content="noindex">')
  expect(body).not.toContain('rel="prev"')
})
