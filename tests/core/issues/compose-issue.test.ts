import { expect, test } from 'vitest'
import { composeIssue, issueRecord } from '../../../core/issues/compose-issue.ts'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import { sampleArticle, sampleSite } from './sample-issue.ts'

const composedAt = '2026-11-20T23:30:00.000Z'
const site = sampleSite()

test('the title of an issue contains its digest, its number and the day in the publication’s time zone', () => {
  expect(composeIssue(site, 'daily', 12, [], composedAt).title).toBe('Daily digest #12 · 21 November 2026')
})

test('an issue contains each article once, newest first, with absolute URLs', () => {
  const older = sampleArticle('older', { liveAt: '2026-11-19T10:00:00.000Z' })
  const newer = sampleArticle('newer', { liveAt: '2026-11-20T10:00:00.000Z' })
  const issue = composeIssue(site, 'daily', 12, [older, newer, older], composedAt)
  expect(issue.articles.map(({ url }) => url)).toEqual([
    'https://news.example.org/articles/newer/',
    'https://news.example.org/articles/older/',
  ])
})

test('the order of the pending articles does not change the issue', () => {
  const articles = ['a', 'b', 'c'].map((id) => sampleArticle(id))
  expect(composeIssue(site, 'daily', 1, articles.toReversed(), composedAt)).toEqual(
    composeIssue(site, 'daily', 1, articles, composedAt),
  )
})

test('an article that is not live is not in the issue', () => {
  const scheduled = sampleArticle('scheduled', { liveAt: undefined })
  expect(composeIssue(site, 'daily', 1, [scheduled, sampleArticle('live')], composedAt).articles).toHaveLength(1)
})

test('pinned articles come first, in their own order', () => {
  const articles = ['a', 'b', 'c', 'd'].map((id) => sampleArticle(id))
  const issue = composeIssue(site, 'daily', 1, articles, composedAt, { pinned: ['d', 'b'] })
  expect(issue.articles.map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c'])
})

test('retracted articles come last, even if they are pinned', () => {
  const articles = [sampleArticle('a', { status: 'retracted' }), sampleArticle('b'), sampleArticle('c')]
  const issue = composeIssue(site, 'daily', 1, articles, composedAt, { pinned: ['a', 'c'] })
  expect(issue.articles.map(({ id, status }) => [id, status])).toEqual([
    ['c', undefined],
    ['b', undefined],
    ['a', 'retracted'],
  ])
})

test('the sponsor of publication.json appears unless an editor uploaded another, and is escaped', () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const sponsor = { name: 'Ink & Co', text: 'Ink <3', url: 'https://example.org/?a=1&b=2' }
  const sponsored = sampleSite({ digests: { daily: { ...daily, sponsor } } })
  const issue = composeIssue(sponsored, 'daily', 1, [], composedAt)
  expect(issue.sponsor).toMatchObject({ title: 'Ink & Co', text: 'Ink <3\nhttps://example.org/?a=1&b=2' })
  expect(issue.sponsor?.html).toBe('<p>Ink &lt;3 <a href="https://example.org/?a=1&amp;b=2">Ink &amp; Co</a></p>')
  const other = { ...issue.sponsor, title: 'Other' } as typeof issue.sponsor & object // it is there
  expect(composeIssue(sponsored, 'daily', 1, [], composedAt, { sponsor: other }).sponsor?.title).toBe('Other')
})

test('the content key of an issue changes only with its content', () => {
  const issue = composeIssue(site, 'daily', 12, [sampleArticle('a')], composedAt)
  expect(issueRecord(issue)).toMatchObject({ digest: 'daily', number: 12, articleCount: 1, state: 'composed' })
  expect(issueRecord(issue).contentKey).toMatch(/^issues\/daily\/12-[0-9a-f]{16}\.json$/)
  expect(issueRecord({ ...issue }).contentKey).toBe(issueRecord(issue).contentKey)
  expect(issueRecord({ ...issue, title: 'Other' }).contentKey).not.toBe(issueRecord(issue).contentKey)
})

test('an issue of one article that is mailed on its own has its title and its whole text, whatever the digest shows', () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const settings = { ...daily, layout: 'headlines', subject: '{digest} {number}', deliver: 'subscriber-time' } as const
  const careful = sampleSite({ digests: { daily: { ...settings, approval: true, notAfter: '12:00' } } })
  const article = sampleArticle('a', { title: 'The night mail' })
  const text = { page: '', feed: '', email: '<p>All of it.</p>', text: '' }
  const extras = { alone: true, bodies: new Map([['a', text]]) }
  const issue = composeIssue(careful, 'daily', 12, [article], composedAt, extras)
  expect(issue).toMatchObject({ alone: true, title: 'Daily digest #12 · The night mail', corrections: [] })
  expect(issue.settings).toMatchObject({ layout: 'full-text', subject: '{headline}', deliver: 'at-once' })
  const { mail } = renderVariant(careful, issue, ['a'])
  expect(mail.subject).toBe('The night mail')
  for (const part of [mail.html, mail.text]) expect(part).toContain('All of it.')
  const record = issueRecord(issue, careful.publication)
  expect(record).toMatchObject({ alone: true, state: 'awaiting-approval' })
  expect(record.approval?.until).toBeUndefined()
})

test('an issue waits for approval until the next end of its digest’s day, counted from the instant that it is for', () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const waitOf = (settings: Partial<typeof daily>, scheduledAt?: string) => {
    const { publication } = sampleSite({ digests: { daily: { ...daily, approval: true, ...settings } } })
    return issueRecord(composeIssue(site, 'daily', 12, [], composedAt, { scheduledAt }), publication)
  }
  const until = (...options: Parameters<typeof waitOf>) => waitOf(...options).approval?.until
  expect(until({ notAfter: '12:00' })).toBe('2026-11-21T11:00:00.000Z')
  expect(until({ notAfter: '12:00' }, '2026-11-20T10:30:00.000Z')).toBe('2026-11-20T11:00:00.000Z')
  expect(waitOf({})).toMatchObject({ state: 'awaiting-approval', approval: { preview: expect.any(String) } })
  expect(waitOf({}).approval).not.toHaveProperty('until')
  expect(waitOf({ approval: false, notAfter: '12:00' }).state).toBe('composed')
  const removed = issueRecord(composeIssue(site, 'gone', 1, [], composedAt), site.publication)
  expect(removed.state).toBe('composed')
})

test('an issue remembers of each article its correction, its retraction and the article with the same text', () => {
  const articles = [
    sampleArticle('plain'),
    sampleArticle('fixed', { status: 'corrected', notice: 'It was two.' }),
    sampleArticle('gone', { status: 'retracted', notice: 'It was forged.' }),
    sampleArticle('twin'),
  ]
  const issue = composeIssue(site, 'daily', 1, articles, composedAt, { sameTexts: new Map([['twin', 'plain']]) })
  const kept = issue.articles.map(({ id, status, correction, sameAs }) => [id, status, typeof correction, sameAs])
  expect(kept).toEqual([
    ['fixed', undefined, 'string', undefined],
    ['plain', undefined, 'undefined', undefined],
    ['twin', undefined, 'undefined', 'plain'],
    ['gone', 'retracted', 'string', undefined],
  ])
})
