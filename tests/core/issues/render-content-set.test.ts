import { expect, test } from 'vitest'
import { assembleMail } from '../../../core/issues/assemble-mail.ts'
import { maximumMailBytes, renderContentSet } from '../../../core/issues/render-content-set.ts'
import { sampleArticle, sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()

test('a content set holds only the articles chosen, in the issue’s order, and its subject counts only them', () => {
  const issue = sampleIssue(
    site,
    ['c', 'b', 'a'].map((id) => sampleArticle(id)),
  )
  const { mail } = renderContentSet(site, issue, ['c', 'a'])
  expect(mail.subject).toBe('Title of a and 1 more')
  expect(mail.text).toContain('Title of c')
  expect(mail.text).not.toContain('Title of b')
})

test('of a single article the subject is its title', () => {
  const issue = sampleIssue(site, [sampleArticle('a')])
  expect(renderContentSet(site, issue, ['a']).mail.subject).toBe('Title of a')
})

test('nobody is mailed an empty digest', () => {
  expect(() => renderContentSet(site, sampleIssue(site), ['elsewhere'])).toThrow(
    'daily-12 has none of the articles elsewhere',
  )
})

test('a mail that would be clipped gets shorter summaries first, and says so', () => {
  const { bytes, set } = manyArticles(38, 'word '.repeat(120))
  expect(bytes).toBeLessThan(maximumMailBytes)
  expect(set.warnings[0]?.message).toBe('To keep the mail from being clipped, summaries are cut to 300 characters.')
  expect(set.mail.text).toContain('https://news.example.org/articles/a37/')
})

test('if that is not enough, the last articles are left to the web page', () => {
  const { bytes, set } = manyArticles(500, '長い要約。'.repeat(100))
  const shown = set.mail.text.match(/articles\/a\d+/g)?.length ?? 0
  expect(bytes).toBeLessThan(maximumMailBytes)
  expect(bytes).toBeGreaterThan(maximumMailBytes * 0.85)
  expect(set.mail.text).toContain(`${500 - shown} more articles on the web:\nhttps://news.example.org/issues/daily/12/`)
  expect(set.mail.subject).toContain('and 499 more')
  expect(set.warnings[0]?.message).toContain(`${500 - shown} of 500 articles are left to the issue's web page`)
})

test('an article’s day is the same in every time zone, and an instant’s is the publication’s', () => {
  const west = sampleSite({ timeZone: 'America/New_York' })
  const issue = sampleIssue(west, [
    sampleArticle('day', { date: '2015-08-12T00:00:00.000Z' }),
    sampleArticle('instant', { date: '2015-09-12T01:00:00.000Z' }),
  ])
  const { text } = renderContentSet(west, issue, ['day', 'instant']).mail
  expect(text).toContain('12 August 2015')
  expect(text).toContain('11 September 2015')
})

function manyArticles(count: number, summary: string) {
  const articles = Array.from({ length: count }, (_, n) =>
    sampleArticle(`a${n}`, { summary, liveAt: liveAt(count - n) }),
  )
  const issue = sampleIssue(site, articles)
  const set = renderContentSet(
    site,
    issue,
    issue.articles.map(({ id }) => id),
  )
  return { set, bytes: assembleMail(set, samplePersonal(site, issue)).byteLength }
}

function liveAt(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 20, 0, minutes)).toISOString()
}
