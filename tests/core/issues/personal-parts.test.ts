import { expect, test } from 'vitest'
import { personalParts } from '../../../core/issues/personal-parts.ts'
import { sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)

test('the reason names the topics as articles or the publication spell them', () => {
  expect(samplePersonal(site, issue, ['china', 'rural-life', 'open-source']).reason).toBe(
    'You are subscribed to “Daily digest” as ada@example.org. Topics: China, Rural life, open source. 2 of 3 new articles match your topics. Next issue: Sun 22 Nov.',
  )
})

test('no topic chosen means all of them', () => {
  expect(samplePersonal(site, issue, []).reason).toBe(
    'You are subscribed to “Daily digest” as ada@example.org. Topics: all. Next issue: Sun 22 Nov.',
  )
})

test('of many topics the first few are named', () => {
  const topics = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(samplePersonal(site, issue, topics).reason).toContain('Topics: a, b, c, d, e, +2.')
})

test('the reason is in the reader’s language, or else the publication’s', () => {
  const reasonIn = (language: string) => {
    const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['china'], language }
    return personalParts(site, issue, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).reason
  }
  expect(reasonIn('de')).toBe(
    'Sie haben „Daily digest“ mit der Adresse ada@example.org abonniert. Themen: China. 1 von 3 neuen Artikeln passt zu Ihren Themen. Nächste Ausgabe: So., 22. Nov.',
  )
  expect(reasonIn('tlh')).toMatch(/^You are subscribed/)
})

test('a digest that is no more, or goes out at once, promises no next one', () => {
  const other = sampleSite({ digests: {} }) // it was taken out of publication.json
  expect(samplePersonal(other, sampleIssue(other)).reason).not.toContain('Next')
})
