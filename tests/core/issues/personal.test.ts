import { expect, test } from 'vitest'
import { sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)

test('the reason names the topics as articles or the publication spell them', () => {
  expect(samplePersonal(site, issue, ['china', 'rural-life', 'open-source']).reason).toBe(
    'You get the Daily digest at ada@example.org — topics: China, Rural life, open source.',
  )
})

test('no topic chosen means all of them', () => {
  expect(samplePersonal(site, issue, []).reason).toBe('You get the Daily digest at ada@example.org — all topics.')
})

test('of many topics the first few are named', () => {
  const topics = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(samplePersonal(site, issue, topics).reason).toContain('topics: a, b, c, d, e and 2 more.')
})
