import type { Article } from '../articles/article.ts'
import type { DigestName } from '../publication.ts'

/** One numbered sending of a digest, frozen when it was composed. */
export type Issue = {
  readonly digest: DigestName
  readonly number: number
  readonly title: string
  readonly composedAt: string
  /** Newest first. Frozen: later corrections do not change it. */
  readonly articles: readonly IssueArticle[]
}

/** What an issue shows of an article. */
export type IssueArticle = Pick<
  Article,
  'id' | 'guid' | 'slug' | 'title' | 'summary' | 'authors' | 'topics' | 'language' | 'direction' | 'date' | 'image'
> & {
  readonly url: string
  /** When it went live: subscribers who confirmed later don't get it. */
  readonly liveAt: string
}

/** Composed (frozen), then planned shard by shard; from then on its deliveries tell the rest. */
export type IssueState = 'composed' | 'planning' | 'planned'

/** Why nothing more of an issue is handed over. A cancelled one stays so. */
export type Hold = {
  readonly kind: 'paused' | 'cancelled'
  /** Whether the operator wanted it, or too many of its mails bounced or were complained about. */
  readonly reason: 'operator' | 'bounces' | 'complaints'
  readonly at: string
}

/** `daily-12` */
export function issueId(issue: { readonly digest: string; readonly number: number }): string {
  return `${issue.digest}-${issue.number}`
}

/** An issue's row: everything but its content, which is frozen under `contentKey`. */
export type IssueRecord = Pick<Issue, 'digest' | 'number' | 'title' | 'composedAt'> & {
  readonly contentKey: string
  readonly articleCount: number
  readonly state: IssueState
  readonly hold?: Hold | undefined
}

/** An issue takes at most so many articles; the rest stay pending for the next one. A transaction holds 100 items. */
export const maximumArticles = 90
