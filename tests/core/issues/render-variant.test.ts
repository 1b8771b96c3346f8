import { expect, test } from 'vitest'
import type { DigestSettings } from '../../../core/digest-settings.ts'
import { assembleMail } from '../../../core/issues/assemble-mail.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import type { Correction } from '../../../core/issues/issue.ts'
import { maximumMailBytes } from '../../../core/issues/limits.ts'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import type { Site } from '../../../core/site.ts'
import { sampleArticle, sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = siteWith({ maximumArticles: 80 })

test('a variant contains only its articles, in the order of the issue, and its subject counts only these', () => {
  const issue = sampleIssue(
    site,
    ['c', 'b', 'a'].map((id) => sampleArticle(id)),
  )
  const { mail } = renderVariant(site, issue, ['c', 'a'])
  expect(mail.subject).toBe('Title of a and 1 more')
  expect(mail.text).toContain('Title of c')
  expect(mail.text).not.toContain('Title of b')
})

test('the subject of a variant with a single article is its title', () => {
  const issue = sampleIssue(site, [sampleArticle('a')])
  expect(renderVariant(site, issue, ['a']).mail.subject).toBe('Title of a')
})

test('an empty variant is an error: an empty digest is never mailed', () => {
  expect(() => renderVariant(site, sampleIssue(site), ['elsewhere'])).toThrow(
    'daily-12 has none of the articles elsewhere',
  )
})

test('a mail that would be clipped first gets shorter summaries, with a warning', () => {
  const { bytes, variant } = manyArticles(38, 'word '.repeat(120))
  expect(bytes).toBeLessThan(maximumMailBytes)
  expect(variant.warnings[0]?.message).toBe('To keep the mail from being clipped, summaries are cut to 300 characters.')
  expect(variant.mail.text).toContain('https://news.example.org/articles/a37/')
})

test('if shorter summaries are not enough, the last articles are only on the web page', () => {
  const { bytes, variant } = manyArticles(80, '長い要約。'.repeat(100))
  const shown = variant.mail.text.match(/articles\/a\d+/g)?.length ?? 0
  expect(bytes).toBeLessThan(maximumMailBytes)
  expect(bytes).toBeGreaterThan(maximumMailBytes * 0.85)
  expect(variant.mail.text).toContain(`${80 - shown} more articles on our website [`)
  expect(variant.mail.subject).toContain('and 79 more')
  expect(variant.warnings[0]?.message).toContain(`${80 - shown} of 80 articles are only on the issue's web page`)
})

test('a date without time is the same day everywhere; an instant is a day in the publication’s time zone', () => {
  const west = sampleSite({ timeZone: 'America/New_York' })
  const issue = sampleIssue(west, [
    sampleArticle('day', { date: '2015-08-12T00:00:00.000Z' }),
    sampleArticle('instant', { date: '2015-09-12T01:00:00.000Z' }),
  ])
  const { text } = renderVariant(west, issue, ['day', 'instant']).mail
  expect(text).toContain('12 August 2015')
  expect(text).toContain('11 September 2015')
})

test('a digest shows at most maximumArticles articles and counts the others', () => {
  const { variant } = manyArticles(12, 'Short.', siteWith({ maximumArticles: 10 }))
  expect(variant.mail.text).toContain('2 more articles on our website')
  expect(variant.mail.html).not.toContain('/articles/a10/')
  expect(variant.warnings).toEqual([])
})

test('a mail contains as many full texts as fit, and summaries of the other articles', () => {
  const body = { page: '', feed: '', email: `<p>${'All of it. '.repeat(900)}</p>`, text: 'All of it. '.repeat(900) }
  const full = siteWith({ layout: 'full-text' })
  const articles = Array.from({ length: 12 }, (_, n) => sampleArticle(`a${n}`, { liveAt: liveAt(n) }))
  const bodies = new Map(articles.map(({ id }) => [id, body]))
  const issue = composeIssue(full, 'daily', 12, articles, '2026-11-21T06:00:00.000Z', { bodies })
  const variant = renderVariant(full, issue, [...bodies.keys()])
  expect(assembleMail(variant, samplePersonal(full, issue)).byteLength).toBeLessThan(maximumMailBytes)
  expect(variant.warnings[0]?.message).toMatch(/ [345] of 12 articles have their full text\.$/)
  expect(variant.mail.text).toContain('Summary of a0.')
})

test('articles are sorted into the configured sections, below the lead article', () => {
  const topic = (name: string) => [{ slug: name.toLowerCase(), name }]
  const articles = ['News', 'Law', 'Art', 'Sport', 'Law'].map((name, n) =>
    sampleArticle(`a${n}`, { topics: topic(name), liveAt: liveAt(9 - n) }),
  )
  const sectioned = siteWith({ sections: ['art', 'law'] })
  const { text } = renderVariant(sectioned, sampleIssue(sectioned, articles), ['a0', 'a1', 'a2', 'a3', 'a4']).mail
  expect(text.match(/^(Title of \w+|Art|Law|More articles)(?= \[|$)/gm)).toEqual([
    ...['Title of a0', 'Art', 'Title of a2', 'Law', 'Title of a1', 'Title of a4', 'More articles', 'Title of a3'],
  ])
})

test('a correction is only in variants that chose it, which need no article', () => {
  const correction: Correction = {
    ...{ articleId: 'x', kind: 'retracted', title: 'The forged letter', text: 'It was a forgery.' },
    ...{ url: 'https://news.example.org/articles/x/', language: 'en', direction: 'ltr', issueIds: ['daily-11'] },
  }
  const issue = composeIssue(site, 'daily', 12, [sampleArticle('a')], '2026-11-21T06:00:00.000Z', {
    corrections: [correction],
  })
  const alone = renderVariant(site, issue, ['correction:x']).mail
  expect(alone.subject).toBe('Retraction: The forged letter')
  expect(renderVariant(site, issue, ['correction:x'], 'fr').mail.subject).toBe('Rétractation : The forged letter')
  expect(renderVariant(site, issue, ['a', 'correction:x']).mail.subject).toBe('Title of a')
  expect(alone.text).toContain(
    'Retraction: The forged letter [1]\nIt was a forgery. We sent you this article in an earlier issue.',
  )
  expect(renderVariant(site, issue, ['a']).mail.html).not.toContain('forge')
})

test('the subject follows the template of the digest', () => {
  const templated = siteWith({ subject: '{publication} {number}: {headline} ({count}, {date}) {else}' })
  const { subject } = renderVariant(templated, sampleIssue(templated, [sampleArticle('a')]), ['a']).mail
  expect(subject).toBe('The Example Post 12: Title of a (1, 21 November 2026) {else}')
})

function siteWith(changes: Partial<DigestSettings>): Site {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('there is no daily digest')
  return sampleSite({ digests: { daily: { ...daily, ...changes } } })
}

function manyArticles(count: number, summary: string, from: Site = site) {
  const articles = Array.from({ length: count }, (_, n) =>
    sampleArticle(`a${n}`, { summary, liveAt: liveAt(count - n) }),
  )
  const issue = sampleIssue(from, articles)
  const variant = renderVariant(
    from,
    issue,
    issue.articles.map(({ id }) => id),
  )
  return { variant, bytes: assembleMail(variant, samplePersonal(from, issue)).byteLength }
}

function liveAt(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 20, 0, minutes)).toISOString()
}

test('the subject and the preheader of the note are those of every variant, except of mere corrections and retractions', () => {
  const retracted = sampleArticle('r', { status: 'retracted' })
  const correction: Correction = {
    ...{ articleId: 'x', kind: 'corrected', title: 'The ferry', text: '', url: 'https://news.example.org/x' },
    ...{ language: 'en', direction: 'ltr', issueIds: ['daily-11'] },
  }
  const issue = {
    ...sampleIssue(site, [sampleArticle('a'), sampleArticle('b'), retracted]),
    corrections: [correction],
    note: {
      ...({ title: undefined, html: '', text: '', image: undefined, language: 'en', direction: 'ltr' } as const),
      ...{ subject: 'Snow & {headline}', preheader: 'The mail is <late>' },
    },
  }
  const mailOf = (...choice: string[]) => renderVariant(site, issue, choice, 'de').mail
  for (const mail of [mailOf('a', 'b', 'r'), mailOf('b'), mailOf('a', 'correction:x')]) {
    expect(mail.subject).toBe('Snow & {headline}')
    expect(mail.html).toContain('The mail is &lt;late&gt;')
    expect(mail.html).not.toContain('padding:16px 0 4px') // the place of a note
  }
  expect(mailOf('correction:x').subject).toBe('Berichtigung: The ferry')
  expect(mailOf('r').subject).toContain('Title of r')
  expect(mailOf('r').html).not.toContain('&lt;late&gt;')
})
