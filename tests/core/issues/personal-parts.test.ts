import { expect, test } from 'vitest'
import { defaultDigests } from '../../../core/digest-settings.ts'
import { personalParts } from '../../../core/issues/personal-parts.ts'
import { sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)

test('the reason names topics as the articles or the publication spell them', () => {
  expect(samplePersonal(site, issue, ['china', 'rural-life', 'open-source']).reason).toBe(
    'You are subscribed to “Daily digest” as ada@example.org. Topics: China, Rural life, open source. 2 of 3 new articles match your topics. Next issue: Sun 22 Nov.',
  )
})

test('the reason of a subscriber without topics says all topics', () => {
  expect(samplePersonal(site, issue, []).reason).toBe(
    'You are subscribed to “Daily digest” as ada@example.org. Topics: all. Next issue: Sun 22 Nov.',
  )
})

test('the reason names the first topics and counts the others', () => {
  const topics = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(samplePersonal(site, issue, topics).reason).toContain('Topics: a, b, c, d, e, +2.')
})

test('the reason is in the subscriber’s language, by default in the publication’s', () => {
  const reasonIn = (language: string) => {
    const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['china'], language }
    return personalParts(site, issue, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).reason
  }
  expect(reasonIn('de')).toBe(
    'Sie haben „Daily digest“ mit der Adresse ada@example.org abonniert. Themen: China. 1 von 3 neuen Artikeln passt zu Ihren Themen. Nächste Ausgabe: So., 22. Nov.',
  )
  expect(reasonIn('tlh')).toMatch(/^You are subscribed/)
})

test('the reason names the digest and its topics in the subscriber’s language', () => {
  const daily = { ...defaultDigests.daily, title: { en: 'Daily', de: 'Tagesüberblick' } }
  const translated = sampleSite({ digests: { daily }, topics: [{ slug: 'maps', name: { en: 'maps', de: 'Karten' } }] })
  const reasonIn = (language: string) => {
    const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['maps'], language }
    const own = sampleIssue(translated)
    return personalParts(translated, own, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).reason
  }
  expect(reasonIn('de-AT')).toMatch(/„Tagesüberblick“.* Themen: Karten\./)
  expect(reasonIn('fr')).toMatch(/« Daily ».* maps\./)
})

test('the reason of a removed digest names no next issue', () => {
  const other = sampleSite({ digests: {} }) // the digest was removed from publication.json
  expect(samplePersonal(other, sampleIssue(other)).reason).not.toContain('Next')
})

test('the names of topics are translated once for all recipients of an issue in one language', () => {
  let read = 0
  const topic = {
    slug: 'maps',
    get name() {
      read += 1
      return 'Maps'
    },
  }
  const own = { ...issue, articles: issue.articles.map((article) => ({ ...article, topics: [topic] })) }
  const reasonFor = (address: string, language: string) => {
    const subscriber = { id: 'ab12cd34', address, topics: ['maps'], language }
    return personalParts(site, own, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).reason
  }
  for (const address of ['ada@example.org', 'bob@example.org'])
    expect(reasonFor(address, 'en')).toContain('Topics: Maps')
  expect(read).toBe(own.articles.length)
  expect(reasonFor('ada@example.org', 'de')).toContain('Maps')
  expect(read).toBe(2 * own.articles.length)
})

test('the name of a reader is theirs alone, and an empty one is none', () => {
  const nameOf = (name: string | undefined) => {
    const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: [], language: 'en', name }
    return personalParts(site, issue, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).name
  }
  expect([nameOf('Ada'), nameOf(''), nameOf(undefined)]).toEqual(['Ada', undefined, undefined])
})

test('the reason does not say that no article matches', () => {
  const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['china'], language: 'en' }
  const { reason } = personalParts(site, issue, subscriber, { preferences: 'p', unsubscribe: 'u' }, 0)
  expect(reason).toMatch(/Topics: China\. Next issue/)
})
