import { composeIssue } from '../core/issues/compose-issue.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { Site } from '../core/site.ts'
import { sampleArticle, sampleSite } from './support/samples.ts'

const topics = Array.from({ length: 20 }, (_, n) => ({ slug: `topic-${n}`, name: `Topic ${n}` }))
const summary =
  'Technology associations urged the administration on Wednesday to press for rules that “would not hurt companies” & keep the internet in one piece; a decision is expected before the end of the month, they said in a letter.'

export const topicSlugs: readonly string[] = topics.map(({ slug }) => slug)

export function siteOfTopics(): Site {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('The sample has no daily digest')
  return sampleSite({ digests: { daily: { ...daily, maximumArticles: 80 } }, topics })
}

/** Returns an issue of `count` articles, each with one or two of twenty topics. */
export function manyTopics(site: Site, count: number): Issue {
  const articles = Array.from({ length: count }, (_, n) =>
    sampleArticle(`article-${n}`, {
      title: `The ${n}th headline of some length, as newspapers like to have them`,
      summary,
      authors: [{ slug: 'ada', name: 'Ada Byron' }],
      topics: topics.filter((_topic, index) => index === n % 20 || index === (7 * n) % 20),
    }),
  )
  return composeIssue(site, 'daily', 12, articles, '2026-11-21T06:00:00.000Z')
}
