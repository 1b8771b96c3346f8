import type { Article, UploadRecord } from '../articles/article.ts'
import { isLive } from '../articles/article.ts'
import { correctionOf } from '../articles/digest-marks.ts'
import { articleUrl } from '../articles/identity.ts'
import { moveBody } from '../articles/move-body.ts'
import type { ArticleBody } from '../html/body.ts'
import type { DigestName } from '../publication.ts'
import type { Site } from '../site.ts'
import type { IssueExtras } from './compose-issue.ts'
import type { InsertRecord } from './insert-record.ts'
import type { Correction } from './issue.ts'
import { maximumCorrections, maximumEarlierCorrections, maximumIssueArticles } from './limits.ts'

/** An article that waits for an issue of a digest. */
export type PendingMark = {
  /** Marks sort by it: the oldest article first. */
  readonly order: string
  readonly articleId: string
  /** `held` (the stored word): left out of issues until an editor releases it. `pinned`: comes first. */
  readonly handling: 'held' | 'pinned' | undefined
}

/** An article that is mailed on its own to the readers of a digest. */
export type AloneMark = PendingMark & {
  readonly digest: string
  /** The issue of the article that waits for approval, or was cancelled instead. It is not composed again. */
  readonly issue: number | undefined
}

/** A mailed article that was corrected or retracted, and that no issue of the digest has mentioned yet. */
export type PendingCorrection = { readonly articleId: string; readonly revision: number }

/** An issue that took an article, and the correction that the article had then. */
export type Taken = { readonly issueId: string; readonly correction: string | undefined }

/** A correction that an issue of some digest has mentioned first for that digest. */
export type MentionedCorrection = {
  readonly articleId: string
  readonly correction: string
  readonly digest: DigestName
  /** When the issue was composed. */
  readonly at: string
}

/** A correction that the digest has mentioned. Readers who missed it still have to get it. */
export type EarlierCorrection = { readonly articleId: string; readonly correction: string; readonly since: string }

/** Everything that is stored for the next issue of a digest. */
export type PendingContents = {
  readonly marks: readonly PendingMark[]
  /** The records of the marks that `chooseMarks` takes, in the same order. */
  readonly records: readonly (UploadRecord | undefined)[]
  /** Full texts by article id; empty unless `showsFullTexts`. */
  readonly bodies: ReadonlyMap<string, ArticleBody>
  readonly inserts: readonly InsertRecord[]
  readonly corrections: readonly {
    readonly pending: PendingCorrection
    readonly record: UploadRecord | undefined
    /** The issues, of every digest, that took the article. */
    readonly taken: readonly Taken[]
  }[]
  readonly earlier: readonly {
    readonly correction: EarlierCorrection
    readonly record: UploadRecord | undefined
    readonly taken: readonly Taken[]
  }[]
}

/** Everything that a run takes off the pending lists. */
export type Takings = {
  readonly marks: readonly PendingMark[]
  readonly inserts: readonly Pick<InsertRecord, 'kind' | 'sequencer'>[]
  /** Each with the revision that was read. */
  readonly corrections: readonly PendingCorrection[]
  /** Marks that stay, but remember the issue, which waits for approval. */
  readonly reserved?: readonly AloneMark[]
}

export type IssueContents = {
  readonly articles: readonly Article[]
  readonly extras: IssueExtras
  readonly takings: Takings
  /** Marks of articles that are not live: even a run without an issue removes them. */
  readonly leftovers: Takings
  /** Number of articles that an editor keeps out of the issue. */
  readonly leftOut: number
}

/** False for an article that is left out. */
export function isTakeable({ handling }: PendingMark): boolean {
  return handling !== 'held'
}

/** Chooses the marks that an issue takes, and lists the ids of the articles that come first. */
export function chooseMarks(marks: readonly PendingMark[], maximum: number = maximumIssueArticles) {
  const free = marks.filter(isTakeable)
  const pinned = free.filter(({ handling }) => handling === 'pinned')
  const taken = [...pinned, ...free.filter((mark) => !pinned.includes(mark))].slice(0, maximum)
  return { taken, pinned: pinned.map(({ articleId }) => articleId) }
}

/** True if an article that is mailed on its own is due. */
export function isDueAlone(mark: AloneMark): boolean {
  return isTakeable(mark) && mark.issue === undefined
}

/** True if the mails of a digest contain the full text of articles. */
export function showsFullTexts({ publication }: Site, digest: DigestName): boolean {
  return publication.digests[digest]?.layout === 'full-text'
}

/** Decides what the next issue contains and what it takes off the pending list. */
export function chooseContents(site: Site, pending: PendingContents): IssueContents {
  const { marks, records, inserts, corrections } = pending
  const { taken, pinned } = chooseMarks(marks)
  const { articles, sameTexts } = withoutTwins(records)
  const settled = corrections.filter(({ record }) => isSettled(record)).slice(0, maximumCorrections)
  const waiting = inserts.filter(({ insert }) => insert !== undefined)
  return {
    articles,
    extras: {
      ...{ pinned, sameTexts, bodies: new Map([...pending.bodies].map(([id, body]) => [id, moveBody(body, site)])) },
      ...Object.fromEntries(waiting.map(({ kind, insert }) => [kind, insert])),
      corrections: [
        ...settled.flatMap(({ record, taken }) => composeCorrection(site, record, taken) ?? []),
        ...pending.earlier.flatMap(({ record, taken, correction: { correction, since } }) => {
          const composed = composeCorrection(site, record, taken)
          return composed?.correction === correction ? [{ ...composed, since }] : []
        }),
      ],
    },
    // During a rebuild, records are missing. What waits for them waits for the next issue.
    takings: {
      marks: taken.filter((_mark, index) => records[index] !== undefined),
      inserts: waiting,
      corrections: settled.map(({ pending }) => pending),
    },
    leftovers: {
      marks: taken.filter((_mark, index) => records[index] !== undefined && !isLive(records[index])),
      ...{ inserts: [], corrections: [] },
    },
    leftOut: marks.filter((mark) => !isTakeable(mark)).length,
  }
}

/** Decides what the issue of an article that is mailed on its own contains. A retracted article is not mailed. */
export function chooseAlone(site: Site, pending: PendingContents): IssueContents {
  const contents = chooseContents(site, pending)
  const { articles, extras, takings } = contents
  const isRetracted = articles.some(({ status }) => status === 'retracted')
  return {
    ...contents,
    articles: isRetracted ? [] : articles,
    extras: { ...extras, alone: true },
    leftovers: isRetracted ? takings : contents.leftovers,
  }
}

/**
 * Leaves out articles with the text of an earlier one. If they have topics that the earlier one lacks, they stay in the
 * issue for recipients who do not get that one.
 */
function withoutTwins(records: PendingContents['records']) {
  const kept: (UploadRecord & { readonly article: Article })[] = []
  const sameTexts = new Map<string, string>()
  for (const record of records.filter(isLive)) {
    const { id, topics } = record.article
    const twin = kept.find((other) => isSameText(other, record))
    const known = new Set(twin?.article.topics.map(({ slug }) => slug))
    if (twin && topics.every(({ slug }) => known.has(slug))) continue
    if (twin) sameTexts.set(id, sameTexts.get(twin.article.id) ?? twin.article.id)
    kept.push(record)
  }
  return { articles: kept.map(({ article }) => article), sameTexts }
}

/** True if an issue with the others leaves an article out, because one of them has its text and all of its topics. */
export function isRepetition(record: UploadRecord | undefined, others: readonly (UploadRecord | undefined)[]): boolean {
  if (!isLive(record)) return false
  return others.filter(isLive).some((other) => {
    const known = new Set(other.article.topics.map(({ slug }) => slug))
    return isSameText(other, record) && record.article.topics.every(({ slug }) => known.has(slug))
  })
}

/** Words that two texts with different titles must have in common to be the same: a short text may be meant to return. */
const wordsOfText = 50

/** Compares the uploads and, if they differ only in their fields, the bodies, whose hash is the end of their key. */
function isSameText(one: Pick<UploadRecord, 'fingerprint'> & { article: Article }, other: typeof one): boolean {
  if (one.fingerprint !== undefined && one.fingerprint === other.fingerprint) return true
  const [a, b] = [one.article, other.article]
  const isSameBody = a.contentKey.split('/').at(-1) === b.contentKey.split('/').at(-1)
  return isSameBody && (a.title === b.title || a.words >= wordsOfText)
}

/**
 * Chooses the corrections that an issue carries for readers who were paused, or had another digest, when it was mentioned.
 * @param mentioned newest first
 * @param waiting ids of the articles whose correction the digest has yet to mention to everyone
 */
export function chooseEarlier(
  digest: DigestName,
  mentioned: readonly MentionedCorrection[],
  waiting: ReadonlySet<string>,
): readonly EarlierCorrection[] {
  const others = mentioned.filter(({ articleId }) => !waiting.has(articleId))
  const groups = Map.groupBy(others, ({ articleId, correction }) => `${articleId} ${correction}`)
  return [...groups.values()].slice(0, maximumEarlierCorrections).flatMap((mentions) => {
    const own = mentions.filter((mention) => mention.digest === digest)
    const first = (own.length > 0 ? own : mentions).at(-1)
    return first ? [{ articleId: first.articleId, correction: first.correction, since: first.at }] : []
  })
}

/** False while a record is missing, or the article is a draft or scheduled: readers must not learn its correction yet. */
function isSettled(record: UploadRecord | undefined): boolean {
  return (
    isLive(record) || (record !== undefined && record.articleState !== 'draft' && record.articleState !== 'scheduled')
  )
}

/** Returns undefined if the article has no correction that readers could see, or was never mailed. */
function composeCorrection(
  site: Site,
  record: UploadRecord | undefined,
  taken: readonly Taken[],
): Correction | undefined {
  const article = isSettled(record) ? record?.article : undefined
  const correction = article && correctionOf(article)
  if (article?.status === undefined || correction === undefined) return undefined
  if (!isLive(record) && !article.corrections?.includes(correction)) return undefined
  const issueIds = taken.filter((each) => each.correction !== correction).map(({ issueId }) => issueId)
  if (issueIds.length === 0) return undefined
  const { id, title, status, notice = '', slug, language, direction } = article
  const url = articleUrl(site, slug)
  return { articleId: id, kind: status, title, text: notice, url, language, direction, issueIds, correction }
}
