import type { Problem } from '../problem.ts'
import { type FileReference, rememberedFiles } from '../reading/file-reference.ts'
import type { ArticleSource, Manuscript } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'
import type { Article, UploadRecord } from './article.ts'
import { composeArticle, isAfter } from './compose-article.ts'
import { articleId } from './identity.ts'
import { lintDate } from './lint-date.ts'
import { listingsOf } from './listing.ts'
import type { Picture } from './picture.ts'
import { isSame } from './same-value.ts'

type FactBase = {
  readonly key: string
  /** Of the event or the object that was judged. */
  readonly sequencer: string
  /** An instant: when it was uploaded or deleted, or for `due` what the clock says. */
  readonly at: string
  /** Of the upload that was judged. */
  readonly etag?: string | undefined
}

/** What went live before with the same content under another key. */
export type Predecessor = { readonly id: string; readonly liveAt: string }

export type AcceptedFact = FactBase & {
  readonly kind: 'accepted'
  readonly manuscript: Manuscript
  readonly contentHash: string
  /** Warnings. */
  readonly problems: readonly Problem[]
  readonly words: number
  /** The slug that was claimed for a new article; if undefined, the one that it would like to have. */
  readonly slug?: string
  readonly fingerprint?: string
  readonly files?: readonly FileReference[]
  /** The lead image, where it stands beside the article. */
  readonly picture?: Picture | undefined
  readonly predecessor?: Predecessor | undefined
}
type RejectedFact = FactBase & { readonly kind: 'rejected'; readonly problems: readonly Problem[] }
type DeletedFact = FactBase & { readonly kind: 'deleted' }
type DueFact = FactBase & { readonly kind: 'due' }

/** What became known about an upload key. */
export type UploadFact = AcceptedFact | RejectedFact | DeletedFact | DueFact

/**
 * What is known after a fact, from what was known before it. Where a fact changes nothing, because it is older or was
 * applied already, `before` itself comes back.
 */
export function applyUpload(before: UploadRecord | undefined, fact: UploadFact, site: Site): UploadRecord {
  if (fact.kind === 'due') return applyDue(before, fact)
  if (before && isSuperseded(before, fact.sequencer)) return before
  const after = follow(before, fact, judge(before, fact, site))
  const repeated = before !== undefined && compareSequencers(before.sequencer, fact.sequencer) === 0
  return repeated && isSame({ ...after, at: before.at, revision: before.revision }, before) ? before : after
}

/** Negative, zero or positive. S3 compares sequencers of different lengths as if the shorter were padded with zeros on the right. */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  const [one, other] = [a, b].map((sequencer) => sequencer.toLowerCase().padEnd(length, '0'))
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1
}

/** Whether something newer than `sequencer` is known already. */
export function isSuperseded(before: UploadRecord, sequencer: string): boolean {
  return compareSequencers(sequencer, before.sequencer) < 0
}

export function isLive(record: UploadRecord | undefined): record is UploadRecord & { readonly article: Article } {
  return record?.article !== undefined && record.articleState === 'published'
}

/** When a scheduled article is due, as an instant. */
export function holdsUntil(record: UploadRecord): string | undefined {
  return record.articleState === 'scheduled' ? record.article?.date : undefined
}

/** Whether news went live for the first time, which makes it pending for the digests. */
export function newlyLive(before: UploadRecord | undefined, after: UploadRecord): boolean {
  return isLive(after) && after.article.source === 'news' && before?.article?.liveAt === undefined
}

type Judgement = Pick<UploadRecord, 'state' | 'problems' | 'article' | 'articleState'> & Partial<Kept>

/** Of the last accepted version; whatever comes after it leaves them as they are. */
type Kept = Pick<UploadRecord, 'since' | 'fingerprint' | 'heirOf' | 'files' | 'formerFiles'>

function judge(before: UploadRecord | undefined, fact: Exclude<UploadFact, DueFact>, site: Site): Judgement {
  const article = before?.article
  switch (fact.kind) {
    case 'accepted': {
      const source: ArticleSource = fact.key.startsWith('backfill/') ? 'backfill' : 'news'
      const version = composeArticle(before, fact, source, site)
      const problems = [...fact.problems, ...lintDate(fact.manuscript.date, source, fact.at)]
      return {
        ...{ state: version.state, problems, article: version.article, articleState: version.state },
        since: before?.since ?? fact.at,
        fingerprint: fact.fingerprint,
        heirOf: before?.heirOf ?? fact.predecessor?.id,
        ...rememberFiles(before, fact.files ?? []),
      }
    }
    case 'rejected':
      return { state: 'rejected', problems: fact.problems, article, articleState: before?.articleState }
    case 'deleted':
      return { state: 'withdrawn', problems: [], article, articleState: article && 'withdrawn' }
  }
}

/** @throws {Error} for an article that was never uploaded: only a stored record can be due. */
function applyDue(before: UploadRecord | undefined, fact: DueFact): UploadRecord {
  if (before?.article === undefined) throw new Error(`Nothing is known of the due upload ${fact.key}.`)
  const { article } = before
  if (before.articleState !== 'scheduled' || isAfter(article.date, fact.at)) return before
  const liveAt = article.liveAt ?? article.date
  return follow(
    before,
    { ...fact, sequencer: before.sequencer, etag: before.etag },
    {
      state: before.state === 'scheduled' ? 'published' : before.state,
      problems: before.problems,
      article: { ...article, liveAt },
      articleState: 'published',
    },
  )
}

function follow(before: UploadRecord | undefined, fact: FactBase, judgement: Judgement): UploadRecord {
  const after = {
    id: articleId(fact.key),
    key: fact.key,
    sequencer: fact.sequencer,
    at: fact.at,
    etag: fact.etag,
    ...keptOf(before),
    ...judgement,
    revision: (before?.revision ?? 0) + 1,
  }
  return { ...after, touched: touchedBy(before, { ...after, touched: [] }) }
}

function keptOf(before: UploadRecord | undefined): Partial<Kept> {
  if (before === undefined) return {}
  const { since, fingerprint, heirOf, files, formerFiles } = before
  return { since, fingerprint, heirOf, files, formerFiles }
}

/** A file that no version refers to any more has to be found, to be taken down. */
function rememberFiles(before: UploadRecord | undefined, files: readonly FileReference[]): Partial<Kept> {
  const paths = new Set(files.map(({ path }) => path))
  const earlier = [...(before?.files ?? []), ...(before?.formerFiles ?? [])].filter(({ path }) => !paths.has(path))
  return { files, formerFiles: rememberedFiles(earlier) }
}

/** The record has to be stored as one item: of an article that has changed its topics a hundred times, older ones go. */
const mostTouched = 500

/**
 * Every listing that a change which readers could see has touched stays named: its rebuild may have been lost, and the
 * message that would ask for it again is superseded by a newer one.
 */
function touchedBy(before: UploadRecord | undefined, after: UploadRecord): readonly string[] {
  const visible = isLive(before) || isLive(after)
  const changed = before?.articleState !== after.articleState || !isSame(before?.article, after.article)
  const touched = before?.touched ?? []
  if (!visible || !changed) return touched
  const articles = [before?.article, after.article].filter((article) => article !== undefined)
  return [...new Set([...articles.flatMap(listingsOf), ...touched])].slice(0, mostTouched)
}
