import type { DigestName } from '../publication.ts'
import type { Issue } from './issue.ts'

/** What of a subscriber decides what they get; every Subscriber is one. */
export type Candidate = {
  readonly state: 'pending' | 'confirmed' | 'unsubscribed'
  readonly digest: DigestName
  /** Topic slugs; empty means every topic. */
  readonly topics: readonly string[]
  readonly confirmedAt: string | undefined
  readonly pausedUntil: string | undefined
}

/**
 * Ids of the articles of an issue that a subscriber gets, in the issue's order: those in any of their topics that went live
 * after they had confirmed. None: they are not a recipient of the issue.
 */
export function chooseArticles(issue: Issue, reader: Candidate): readonly string[] {
  const { confirmedAt } = reader
  if (confirmedAt === undefined || !isAddressee(issue, reader)) return []
  const topics = new Set(reader.topics)
  return issue.articles
    .filter((article) => Date.parse(article.liveAt) >= Date.parse(confirmedAt))
    .filter((article) => topics.size === 0 || article.topics.some((topic) => topics.has(topic.slug)))
    .map((article) => article.id)
}

/** Whether an issue is for someone at all, whatever it holds. */
export function isAddressee(issue: Issue, reader: Candidate): boolean {
  return reader.state === 'confirmed' && reader.digest === issue.digest && !isPaused(issue, reader)
}

/** Why a subscriber of the issue's digest who gets none of its articles does not. */
export function explainAbsence(issue: Issue, reader: Candidate): 'paused' | 'joinedLater' | 'otherTopics' {
  if (isPaused(issue, reader)) return 'paused'
  return chooseArticles(issue, { ...reader, topics: [] }).length === 0 ? 'joinedLater' : 'otherTopics'
}

function isPaused(issue: Issue, { pausedUntil }: Candidate): boolean {
  return pausedUntil !== undefined && Date.parse(pausedUntil) > Date.parse(issue.composedAt)
}
