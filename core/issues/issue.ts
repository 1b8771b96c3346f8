import type { Article } from '../articles/article.ts'
import { type DigestSettings, digestSettings } from '../digest-settings.ts'
import type { ArticleBody } from '../html/body.ts'
import type { DigestName, Publication } from '../publication.ts'
import type { Image, Topic } from '../reading/manuscript.ts'
import { topicOf } from '../reading/vocabulary.ts'

/** One numbered sending of a digest, frozen when it was composed. */
export type Issue = {
  readonly digest: DigestName
  readonly number: number
  readonly title: string
  readonly composedAt: string
  /** When the schedule wanted it; undefined for one that an operator wanted. */
  readonly scheduledAt: string | undefined
  /** When the next one is due; undefined if nobody can say. */
  readonly nextAt: string | undefined
  /** As publication.json had it. */
  readonly settings: IssueSettings
  /** Pinned ones, then newest first. Frozen: later corrections do not change them. */
  readonly articles: readonly IssueArticle[]
  readonly note: Insert | undefined
  readonly sponsor: Insert | undefined
  readonly corrections: readonly Correction[]
}

/** What of a digest's settings its issues look like. */
export type IssueSettings = Pick<
  DigestSettings,
  'title' | 'layout' | 'images' | 'contentsFrom' | 'maximumArticles' | 'subject' | 'deliver'
> & {
  readonly sections: readonly Topic[]
  /** Wall time of the schedule, `07:00`; undefined where it has none. */
  readonly at: string | undefined
}

/** What an issue shows of an article. */
export type IssueArticle = Pick<
  Article,
  'id' | 'guid' | 'slug' | 'title' | 'summary' | 'authors' | 'topics' | 'language' | 'direction' | 'date' | 'image'
> & {
  readonly url: string
  /** When it went live: subscribers who confirmed later don't get it. */
  readonly liveAt: string
  /** In issues that carry full texts. */
  readonly body?: Pick<ArticleBody, 'email' | 'text'> | undefined
}

/** Words that somebody put into one issue: an editor's note, a sponsor's. */
export type Insert = {
  readonly title: string | undefined
  readonly html: string
  readonly text: string
  readonly image: Image | undefined
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}

/** Says that an article of an earlier issue was wrong, to those who were mailed it. */
export type Correction = {
  readonly articleId: string
  readonly kind: 'corrected' | 'retracted'
  readonly title: string
  readonly text: string
  readonly url: string
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Ids of the issues that took it. */
  readonly issueIds: readonly string[]
}

/** A correction among the ids that are chosen for a recipient; an article is chosen by its own. */
export function choiceOf({ articleId }: Pick<Correction, 'articleId'>): string {
  return `correction:${articleId}`
}

/** How many of the chosen ids are articles of an issue. */
export function countArticles({ articles }: Issue, choice: readonly string[]): number {
  return articles.filter(({ id }) => choice.includes(id)).length
}

/** Composed (frozen), then planned shard by shard; from then on its deliveries tell the rest. */
export type IssueState = 'composed' | 'planning' | 'planned'

/** How many of an issue's deliveries have had which outcome. */
export type Statistics = Readonly<Record<string, number>>

/** Why nothing more of an issue is handed over. A cancelled one stays so. */
export type IssueStop = {
  readonly kind: 'paused' | 'cancelled'
  /** Whether the operator wanted it, or too many of its mails bounced or were complained about. */
  readonly reason: 'operator' | 'bounces' | 'complaints'
  readonly at: string
}

/** `daily-12` */
export function issueId(issue: { readonly digest: string; readonly number: number }): string {
  return `${issue.digest}-${issue.number}`
}

/** Undefined for what `issueId` never answered. */
export function readIssueId(id: string): { readonly digest: string; readonly number: number } | undefined {
  const [, digest, number] = /^([a-z]+)-([1-9]\d{0,8})$/.exec(id) ?? []
  return digest === undefined ? undefined : { digest, number: Number(number) }
}

/** An issue's row: everything but its content, which is frozen under `contentKey`. */
export type IssueRecord = Pick<Issue, 'digest' | 'number' | 'title' | 'composedAt'> & {
  readonly contentKey: string
  readonly articleCount: number
  readonly state: IssueState
  readonly hold?: IssueStop | undefined
  /** What had been reported when the operator resumed it last: that is forgiven. */
  readonly forgiven?: Statistics | undefined
}

/** As configured, or for a digest that is no longer in publication.json. */
export function issueSettings(publication: Publication, digest: DigestName): IssueSettings {
  const unknown = { title: publication.title, schedule: { every: 'minute' } }
  const settings = publication.digests[digest] ?? digestSettings.parse(unknown)
  const { layout, images, contentsFrom, maximumArticles: shown, subject, deliver, schedule } = settings
  const sections = settings.sections.map((name) => topicOf(name, publication))
  const at = 'at' in schedule ? schedule.at : undefined
  const look = { layout, images, sections, contentsFrom, maximumArticles: shown, subject }
  return { title: settings.title, ...look, deliver, at }
}
