import type { DigestName } from '../publication.ts'
import type { Issue } from './issue.ts'

/** The parts of a `Subscriber` that decide which articles they get. */
export type Candidate = {
  readonly state: 'pending' | 'confirmed' | 'unsubscribed'
  readonly digest: DigestName
  /** Topic slugs; empty means every topic. */
  readonly topics: readonly string[]
  readonly confirmedAt: string | undefined
  readonly pausedUntil: string | undefined
}

/**
 * Returns the ids of the articles that a subscriber gets, in the order of the issue: articles in any of their topics that
 * went live after they had confirmed. Of articles with the same text, they get the earlier one.
 */
export function chooseArticles(issue: Issue, candidate: Candidate): readonly string[] {
  const { confirmedAt } = candidate
  if (confirmedAt === undefined || !isAddressee(issue, candidate)) return []
  const topics = new Set(candidate.topics)
  const joined = Date.parse(confirmedAt)
  const chosen = issue.articles
    .filter((article) => Date.parse(article.liveAt) >= joined)
    .filter((article) => topics.size === 0 || article.topics.some((topic) => topics.has(topic.slug)))
  const ids = new Set(chosen.map(({ id }) => id))
  return chosen.filter(({ sameAs }) => sameAs === undefined || !ids.has(sameAs)).map(({ id }) => id)
}

/** True if a subscriber is confirmed, receives the issue's digest and is not paused. */
export function isAddressee(issue: Issue, candidate: Candidate): boolean {
  return candidate.state === 'confirmed' && candidate.digest === issue.digest && !isPaused(issue, candidate)
}

/** Explains why a subscriber of the digest gets none of the articles of an issue. */
export function explainAbsence(issue: Issue, candidate: Candidate): 'paused' | 'joinedLater' | 'otherTopics' {
  if (isPaused(issue, candidate)) return 'paused'
  return chooseArticles(issue, { ...candidate, topics: [] }).length === 0 ? 'joinedLater' : 'otherTopics'
}

function isPaused(issue: Issue, { pausedUntil }: Candidate): boolean {
  return pausedUntil !== undefined && Date.parse(pausedUntil) > Date.parse(issue.composedAt)
}
