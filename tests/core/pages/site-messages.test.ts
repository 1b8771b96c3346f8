import { describe, expect, test } from 'vitest'
import { noPast } from '../../../core/feeds/feed.ts'
import { buildListing, buildOverviews, summarize } from '../../../core/pages/build-listing.ts'
import { renderIssueIndex } from '../../../core/pages/render-issue.ts'
import { listLanguages, messagesFor } from '../../../core/text/locales.ts'
import { elementsOf, parseHtml, textOf } from '../../support/html.ts'
import { arabic, corrected, obama, sample, site } from '../feeds/samples.ts'
import { sampleSite } from './samples/sample-site.ts'

/** The fixed texts of the site, without their placeholders. */
function messagesIn(language: string): Map<string, string> {
  const entries = Object.entries(messagesFor(language).site).map(([name, message]): [string, string] => {
    const values = { publication: '\n', name: '\n', month: '\n', count: 2 }
    const text = typeof message === 'string' ? message : (message as (values: object) => string)(values) // each takes some of these
    return [name, longest(text.split(/[\n2]/))]
  })
  return new Map(entries)
}

function longest(parts: readonly string[]): string {
  return parts.map((part) => part.trim()).reduce((one, other) => (other.length > one.length ? other : one), '')
}

function documentsIn(language: string) {
  const own = { ...site, publication: { ...site.publication, language } }
  const full = sampleSite(own, [corrected, obama, arabic, ...Array.from({ length: 12 }, filler)])
  const former = { listing: 'topic/empty', name: 'Empty', count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  const empty = buildListing(own, former.listing, [], { ...noPast, former }).put
  return [...full, ...sampleSite(own, []), ...empty, ...buildOverviews(own, []).put, renderIssueIndex(own, [])].filter(
    ({ path, contentType }) =>
      /html|css|opml/.test(contentType) && !path.startsWith('subscribe/') && path !== 'preferences.html',
  )
}

function filler(_: unknown, index: number) {
  return sample({ slug: `filler-${index}`, title: `№ ${index}`, summary: '', topics: [], authors: [] })
}

describe.each(listLanguages())('$name', ({ language }) => {
  const documents = documentsIn(language)
  const all = documents.map(({ body }) => body).join('\n')
  const messages = messagesIn(language)

  test('every text is on some page', () => {
    const missing = [...messages].filter(([, text]) => !all.includes(escaped(text)))
    expect(missing.map(([name]) => name)).toEqual([])
  })

  test('no page has a text in another language', () => {
    const others = messagesIn(language === 'en' ? 'de' : 'en')
    const foreign = [...others].filter(([name, text]) => text !== messages.get(name) && text.length > 8)
    const misplaced = foreign.filter(
      ([, text]) => all.includes(`>${escaped(text)}`) || all.includes(`"${escaped(text)}`),
    )
    expect(misplaced).toEqual([])
  })
})

test('counts are formatted as the language requires', () => {
  const own = { ...site, publication: { ...site.publication, language: 'de' } }
  const summary = summarize(own, 'month/2015-08', [obama.article])
  if (!summary) throw new Error('the month has an article')
  const { put } = buildOverviews(own, [{ ...summary, count: 1234 }])
  const { tree } = parseHtml(put.find(({ path }) => path === 'archive/index.html')?.body ?? '')
  expect(elementsOf(tree, 'li').map(textOf)).toContain('August 1.234 Artikel')
})

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#x27;')
}
