import type { Article } from '../articles/article.ts'
import { isDigestName } from '../configured-names.ts'
import { digestDefaults } from '../digest-defaults.ts'
import type { DigestSettings } from '../digest-settings.ts'
import type { DigestName, Publication } from '../publication.ts'
import type { Image } from '../reading/manuscript.ts'
import { topicOf } from '../reading/vocabulary.ts'
import { wallTimeOf } from '../schedule-dates.ts'
import { type TranslatedText, translate } from '../translated-text.ts'

/** One numbered sending of a digest, frozen when it is composed. */
export type Issue = {
  readonly digest: DigestName
  readonly number: number
  readonly title: string
  readonly composedAt: string
  /** When an operator approved it; only of a digest with `approval`. */
  readonly approvedAt?: string
  /** When the schedule was due; undefined if an operator requested the issue. */
  readonly scheduledAt: string | undefined
  /** When the next issue is due; undefined if the digest has no fixed times. */
  readonly nextAt: string | undefined
  /** The settings of the digest when the issue was composed. */
  readonly settings: IssueSettings
  /** Pinned articles first, then the newest. Later corrections of an article do not change them. */
  readonly articles: readonly IssueArticle[]
  readonly note: Insert | undefined
  readonly sponsor: Insert | undefined
  readonly corrections: readonly Correction[]
  /** True for an issue of one article that is mailed on its own. */
  readonly alone?: true
}

/** The settings of a digest that its issues need. */
export type IssueSettings = Pick<
  DigestSettings,
  'layout' | 'images' | 'contentsFrom' | 'maximumArticles' | 'subject' | 'deliver'
> & {
  /** In the languages of publication.json. */
  readonly title: TranslatedText
  readonly sections: readonly Section[]
  /** Wall time of the schedule, such as `07:00`; undefined if the schedule has none. */
  readonly at: string | undefined
  /** Of the digest. Issues of former versions have none of these. */
  readonly notAfter?: string | undefined
  readonly from?: { readonly name: TranslatedText } | undefined
  readonly replyTo?: string | undefined
  /** Whether the links of its mails are counted. */
  readonly clicks?: true | undefined
}

/** A topic that is a section of the mail. */
export type Section = { readonly slug: string; readonly name: TranslatedText }

/** What an issue shows of an article. */
export type IssueArticle = Pick<
  Article,
  'id' | 'guid' | 'slug' | 'title' | 'summary' | 'authors' | 'topics' | 'language' | 'direction' | 'date' | 'image'
> & {
  readonly url: string
  /** When it went live: subscribers who confirmed later do not get it. */
  readonly liveAt: string
  /** Only if it had been retracted before the issue was composed. */
  readonly status?: 'retracted' | undefined
  /** The correction that it has already, as `correctionOf` returns it. */
  readonly correction?: string | undefined
  /** The id of an earlier article of the issue with the same text. Who gets that one does not get this one. */
  readonly sameAs?: string | undefined
  /** Only in issues with full texts. */
  readonly body?: { readonly email: string; readonly text: string } | undefined
}

/** Text that appears in one issue: an editor's note or a sponsor's text. */
export type Insert = {
  readonly title: string | undefined
  readonly html: string
  readonly text: string
  readonly image: Image | undefined
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Only of a note: what the mails of the issue say instead of the headlines. */
  readonly subject?: string | undefined
  readonly preheader?: string | undefined
}

/** An insert as it is uploaded. Composing an issue adds the plain text. */
export type UploadedInsert = Omit<Insert, 'text'>

/** Tells the recipients of an article in an earlier issue that it was corrected or retracted. */
export type Correction = {
  readonly articleId: string
  readonly kind: 'corrected' | 'retracted'
  readonly title: string
  readonly text: string
  readonly url: string
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Ids of the issues that took the article without this correction. */
  readonly issueIds: readonly string[]
  /** Its identity, as `correctionOf` returns it. Issues of former versions have none. */
  readonly correction?: string | undefined
  /** When the digest first mentioned it. Present if it is only for readers who missed that. */
  readonly since?: string | undefined
}

/** Returns the id of a correction among a recipient's choice, which otherwise contains ids of articles. */
export function choiceOf({ articleId }: Pick<Correction, 'articleId'>): string {
  return `correction:${articleId}`
}

/** Counts the articles of an issue among the ids of a choice. */
export function countArticles({ articles }: Issue, choice: readonly string[]): number {
  return articles.filter(({ id }) => choice.includes(id)).length
}

/**
 * An issue of a digest with `approval` waits for it first. `expired`: nobody approved it in time, which is final.
 * An issue is composed, then planned shard by shard. It is `submitted` when every recipient is accounted for, and stays
 * so, even if failed mails are retried later. `cancelled` is final as well.
 */
export type IssueState =
  | 'awaiting-approval'
  | 'expired'
  | 'composed'
  | 'planning'
  | 'planned'
  | 'submitted'
  | 'cancelled'

/** Number of deliveries of an issue by state. `recipients` is the sum of the others. A claimed delivery is pending. */
export type DeliveryCounts = Readonly<
  Record<'recipients' | 'submitted' | 'skipped' | 'suppressed' | 'failed' | 'unknown' | 'pending', number>
>

/** Number of deliveries of an issue by their outcome. */
export type Statistics = Readonly<Record<string, number>>

/** Why no more mails of an issue are submitted. An issue that was cancelled cannot be resumed. */
export type IssueStop = {
  readonly kind: 'paused' | 'cancelled'
  /** The operator's command, or too many bounces or complaints. */
  readonly reason: 'operator' | 'bounces' | 'complaints' | 'refusals'
  readonly at: string
}

/** Returns the id of an issue, such as `daily-12`. */
export function issueId(issue: { readonly digest: string; readonly number: number }): string {
  return `${issue.digest}-${issue.number}`
}

/** Reads an id that `issueId` wrote; undefined for any other text. */
export function readIssueId(id: string): { readonly digest: string; readonly number: number } | undefined {
  const [, digest, number] = /^([a-z0-9-]+)-([1-9]\d{0,8})$/.exec(id) ?? [] // names may contain hyphens, numbers do not
  return digest !== undefined && isDigestName(digest) ? { digest, number: Number(number) } : undefined
}

/** The approval for which an issue waits, or has waited. */
export type Approval = {
  /** When the issue expires; undefined if the digest has no `notAfter`. */
  readonly until?: string
  /** The part of the address of its preview that cannot be guessed. */
  readonly preview: string
  /** When an operator approved it. */
  readonly givenAt?: string
}

/** The row of an issue. Its content is stored in the content bucket under `contentKey`. */
export type IssueRecord = Pick<Issue, 'digest' | 'number' | 'title' | 'composedAt'> & {
  readonly contentKey: string
  readonly articleCount: number
  /** True for an issue of one article that is mailed on its own. */
  readonly alone?: true | undefined
  readonly state: IssueState
  /** Absent if its digest needs no approval. */
  readonly approval?: Approval | undefined
  /** Number of recipients, once all are chosen. Absent from issues that were planned before batches were counted. */
  readonly recipients?: number | undefined
  /** When every recipient was accounted for. */
  readonly submittedAt?: string | undefined
  /** The deliveries of a submitted issue. `pending` counts failed mails that an operator retries. */
  readonly counts?: DeliveryCounts | undefined
  /** Set while the issue is paused, or once it is cancelled (`hold` is the stored name). */
  readonly hold?: IssueStop | undefined
  /** The statistics when the operator last resumed the issue: they no longer count towards an automatic pause. */
  readonly forgiven?: Statistics | undefined
}

/**
 * Returns the title of a digest in a language, by default that of the publication; the publication's title if the digest
 * is no longer in publication.json.
 */
export function digestTitle(publication: Publication, digest: DigestName, language = publication.language): string {
  const { title } = publication.digests[digest] ?? publication
  return translate(title, language, publication.language)
}

/** Returns the settings of a digest; the defaults if it is no longer in publication.json. */
export function issueSettings(publication: Publication, digest: DigestName): IssueSettings {
  const fallback: DigestSettings = { ...digestDefaults, title: publication.title, schedule: { every: 'minute' } }
  const settings = publication.digests[digest] ?? fallback
  const { layout, images, contentsFrom, maximumArticles: shown, subject, deliver, schedule } = settings
  const sections = settings.sections.map((section) => sectionOf(section, publication))
  const look = { layout, images, sections, contentsFrom, maximumArticles: shown, subject }
  const { notAfter, from, replyTo, clicks } = settings
  const optional = { ...(notAfter && { notAfter }), ...(from && { from }), ...(replyTo && { replyTo }) }
  return { title: settings.title, ...look, deliver, at: wallTimeOf(schedule), ...optional, ...(clicks && { clicks }) }
}

/** Returns the topic of a section, by the name of the section if that is translated, or else by those of the topic. */
function sectionOf(section: TranslatedText, publication: Publication): Section {
  const { slug, name } = topicOf(translate(section, publication.language), publication)
  if (typeof section === 'object') return { slug, name: section }
  const topic = publication.topics.find((each) => typeof each === 'object' && each.slug === slug)
  return { slug, name: typeof topic === 'object' ? topic.name : name }
}
