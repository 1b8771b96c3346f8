import { expect, test } from 'vitest'
import { defaultDigests } from '../../../core/digest-settings.ts'
import {
  choiceOf,
  countArticles,
  digestTitle,
  issueId,
  issueSettings,
  readIssueId,
} from '../../../core/issues/issue.ts'
import { sampleIssue, sampleSite } from './sample-issue.ts'

test.each(['daily', 'the-week', 'week-2', 'a'.repeat(40)])(
  'an issue id of the digest %s can be read back',
  (digest) => {
    expect(readIssueId(issueId({ digest, number: 12 }))).toEqual({ digest, number: 12 })
  },
)

test.each(['daily', 'daily-0', 'daily-01', 'Daily-1', '-1', 'a--1', 'constructor-1', 'test'])(
  '%s is not an issue id',
  (id) => {
    expect(readIssueId(id)).toBeUndefined()
  },
)

test('corrections of a choice are not counted as articles', () => {
  const issue = sampleIssue(sampleSite())
  expect(countArticles(issue, ['climate', 'railway', choiceOf({ articleId: 'climate' })])).toBe(2)
})

test('a digest that was removed from publication.json has default settings and the title of the publication', () => {
  const { publication } = sampleSite({ digests: {} })
  expect(issueSettings(publication, 'daily')).toMatchObject({
    title: publication.title,
    layout: 'excerpt',
    at: undefined,
  })
})

test('a section has the translations of its own name, or those of its topic', () => {
  const names = { en: 'maps', de: 'Karten' }
  const sections = ['maps', { en: 'Maps', de: 'Landkarten' }, 'post']
  const daily = { ...defaultDigests.daily, sections }
  const { publication } = sampleSite({ digests: { daily }, topics: [{ slug: 'maps', name: names }] })
  expect(issueSettings(publication, 'daily').sections).toEqual([
    { slug: 'maps', name: names },
    { slug: 'maps', name: { en: 'Maps', de: 'Landkarten' } },
    { slug: 'post', name: 'post' },
  ])
})

test('an issue has the optional settings that its digest has, and no others', () => {
  const optional = { notAfter: '12:00', from: { name: 'Ada' }, replyTo: 'ada@example.org', clicks: true } as const
  const names = Object.keys(optional)
  const settingsOf = (settings: object) => {
    const { publication } = sampleSite({ digests: { daily: { ...defaultDigests.daily, ...settings } } })
    return issueSettings(publication, 'daily')
  }
  expect(settingsOf(optional)).toMatchObject(optional)
  expect(Object.keys(settingsOf({})).filter((name) => names.includes(name))).toEqual([])
})

test('a digest has its own title in the language of the mail, and that of the publication once it is removed', () => {
  const daily = { ...defaultDigests.daily, title: { en: 'Morning', de: 'Morgen' } }
  const { publication } = sampleSite({ digests: { daily } })
  expect([digestTitle(publication, 'daily', 'de'), digestTitle(publication, 'daily')]).toEqual(['Morgen', 'Morning'])
  expect(digestTitle(publication, 'weekly', 'de')).toBe(publication.title)
})
