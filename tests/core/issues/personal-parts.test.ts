import { expect, test } from 'vitest'
import { personalParts } from '../../../core/issues/personal-parts.ts'
import { sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)

test('the reason names topics as the articles or the publication spell them', () => {
  expect(samplePersonal(site, issue, ['china', 'rural-life', 'open-source']).reason).toBe(
    'You get the Daily digest at ada@example.org — topics: China, Rural life, open source. 2 of 3 new articles matched. Next: Sun 22 Nov.',
  )
})

test('the reason of a subscriber without topics says all topics', () => {
  expect(samplePersonal(site, issue, []).reason).toBe(
    'You get the Daily digest at ada@example.org — all topics. Next: Sun 22 Nov.',
  )
})

test('the reason names the first topics and counts the others', () => {
  const topics = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(samplePersonal(site, issue, topics).reason).toContain('topics: a, b, c, d, e, +2.')
})

test('the reason is in the subscriber’s language, by default in the publication’s', () => {
  const reasonIn = (language: string) => {
    const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['china'], language }
    return personalParts(site, issue, subscriber, { preferences: 'p', unsubscribe: 'u' }, 1).reason
  }
  expect(reasonIn('de')).toBe(
    'Sie erhalten „Daily digest“ an ada@example.org – Themen: China. 1 von 3 neuen Artikeln passte dazu. Nächste Ausgabe: So., 22. Nov.',
  )
  expect(reasonIn('tlh')).toMatch(/^You get/)
})

test('the reason of a removed digest names no next issue', () => {
  const other = sampleSite({ digests: {} }) // it was taken out of publication.json
  expect(samplePersonal(other, sampleIssue(other)).reason).not.toContain('Next')
})
