import type { Article } from '../articles/article.ts'
import { correctionOf } from '../articles/digest-marks.ts'
import { articleUrl } from '../articles/identity.ts'
import type { Sponsor } from '../digest-settings.ts'
import type { ArticleBody } from '../html/body.ts'
import { toPlainText } from '../html/plain-text.ts'
import { issueContentKey } from '../keys.ts'
import { markNamesInHtml } from '../name-value.ts'
import type { DigestName, Publication } from '../publication.ts'
import { nextRun } from '../schedules/next-run.ts'
import { nextTimeOfDay } from '../schedules/time-of-day.ts'
import type { Site } from '../site.ts'
import { cleanText } from '../text/clean-text.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { formatDay } from '../text/format-date.ts'
import {
  type Correction,
  digestTitle,
  type Insert,
  type Issue,
  type IssueArticle,
  type IssueRecord,
  issueSettings,
  type UploadedInsert,
} from './issue.ts'

/** The parts of an issue besides its articles, and what decides their order. */
export type IssueExtras = {
  /** Ids of the articles that come first, in order. */
  readonly pinned?: readonly string[]
  /** By article id; only for issues with full texts. */
  readonly bodies?: ReadonlyMap<string, ArticleBody>
  readonly note?: UploadedInsert | undefined
  /** Default: the sponsor in publication.json. */
  readonly sponsor?: UploadedInsert | undefined
  readonly corrections?: readonly Correction[]
  /** Ids of articles with the same text: that of the earlier one by that of the later one. */
  readonly sameTexts?: ReadonlyMap<string, string>
  readonly scheduledAt?: string | undefined
  /** True for an issue of one article that is mailed on its own. */
  readonly alone?: boolean
}

/**
 * Composes the next issue of a digest from its pending articles: each once, newest first, and only live ones. Composing
 * twice with the same arguments gives the same issue.
 */
export function composeIssue(
  site: Site,
  digest: DigestName,
  number: number,
  articles: readonly Article[],
  composedAt: string,
  extras: IssueExtras = {},
): Issue {
  const { publication } = site
  const settings = publication.digests[digest]
  const unique = new Map(articles.map((article) => [article.id, article]))
  const live = [...unique.values()].flatMap((article) => freeze(site, article, extras))
  const about = (extras.alone && live[0]?.title) || formatDay(publication, composedAt)
  return {
    digest,
    number,
    title: `${digestTitle(publication, digest)} #${number} · ${about}`,
    composedAt,
    scheduledAt: extras.scheduledAt,
    nextAt: settings && nextRun(settings.schedule, publication.timeZone, composedAt),
    settings: { ...issueSettings(publication, digest), ...(extras.alone && ownMail) },
    ...(extras.alone && { alone: true }),
    articles: live.sort(byRank(extras.pinned ?? [])),
    note: extras.note && withText(extras.note, markNamesInHtml),
    sponsor: extras.sponsor
      ? withText(extras.sponsor)
      : settings?.sponsor && sponsorInsert(settings.sponsor, publication),
    corrections: extras.corrections ?? [],
  }
}

/** An article that is mailed on its own is shown with its whole text, under its own title and at once. */
const ownMail = { layout: 'full-text', subject: '{headline}', deliver: 'at-once' } as const

/**
 * Returns the row of an issue that was just composed. Its content is stored under a key that contains a hash of it.
 * @param publication so that the issue waits for approval if its digest needs it; undefined if it was approved
 */
export function issueRecord(issue: Issue, publication?: Publication): IssueRecord {
  const { digest, number, title, composedAt, alone } = issue
  const hash = fingerprint(JSON.stringify(issue), 16)
  const contentKey = issueContentKey(digest, number, hash)
  const fields = {
    digest,
    number,
    title,
    composedAt,
    contentKey,
    articleCount: issue.articles.length,
    ...(alone && { alone }),
  }
  const settings = publication?.digests[digest]
  if (!publication || !settings?.approval) return { ...fields, state: 'composed' }
  // Until when it waits: the next `notAfter`. An article that is mailed on its own has no time of day.
  const start = new Date(issue.scheduledAt ?? composedAt)
  const until =
    !alone && settings.notAfter && nextTimeOfDay(settings.notAfter, publication.timeZone, start).toISOString()
  return { ...fields, state: 'awaiting-approval', approval: { preview: hash, ...(until && { until }) } }
}

function freeze(site: Site, article: Article, { bodies, sameTexts }: IssueExtras): IssueArticle[] {
  if (article.liveAt === undefined) return []
  const { id, guid, slug, title, summary, authors, topics, language, direction, date, image, liveAt } = article
  const status = article.status === 'retracted' ? { status: article.status } : {}
  const url = articleUrl(site, slug)
  const body = bodies?.get(id)
  const sameAs = sameTexts?.get(id)
  const fields = { id, guid, slug, title, summary, authors, topics, language, direction, date, image, url, liveAt }
  const twin = sameAs === undefined ? {} : { sameAs }
  const correction = correctionOf(article)
  const corrected = correction === undefined ? {} : { correction }
  return [
    {
      ...fields,
      ...status,
      ...corrected,
      ...twin,
      ...(body && { body: { email: body.email, text: toPlainText(body.email) } }),
    },
  ]
}

/** Sorts pinned articles first, then the newest first, and retracted ones last: they never lead a mail. */
function byRank(pinned: readonly string[]): (a: IssueArticle, b: IssueArticle) => number {
  const rank = ({ id, status }: IssueArticle) =>
    status === 'retracted' ? pinned.length + 1 : pinned.includes(id) ? pinned.indexOf(id) : pinned.length
  return (a, b) => rank(a) - rank(b) || b.liveAt.localeCompare(a.liveAt) || a.id.localeCompare(b.id)
}

/** @param mark changes the HTML before it becomes text, in which code cannot be told from other words */
function withText(insert: UploadedInsert, mark = (html: string) => html): Insert {
  return { ...insert, text: toPlainText(mark(cleanText(insert.html))) }
}

function sponsorInsert({ name, text, url }: Sponsor, { language }: Publication): Insert {
  return {
    title: name,
    html: `<p>${escapeHtml(text)} <a href="${escapeHtml(url)}">${escapeHtml(name)}</a></p>`,
    text: `${text}\n${url}`,
    image: undefined,
    language,
    direction: 'ltr',
  }
}
