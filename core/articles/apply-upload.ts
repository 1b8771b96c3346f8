import { type FileReference, rememberedFiles } from '../reading/file-reference.ts'
import type { ArticleSource } from '../reading/manuscript.ts'
import { compareSequencers } from '../s3-sequencer.ts'
import type { Site } from '../site.ts'
import { type Article, isLive, type UploadRecord } from './article.ts'
import {
  checkDate,
  checkExpiry,
  checkMailing,
  checkReplaced,
  checkSchedule,
  isExpired,
  replacedVersion,
} from './check-article.ts'
import { composeArticle, dueTime, isAfter, withPlace } from './compose-article.ts'
import { digestsTooLate, withCorrection } from './digest-marks.ts'
import { articleId } from './identity.ts'
import { mostTouchedListings } from './limits.ts'
import { listingsOf } from './listing.ts'
import { isSame } from './same-value.ts'
import type { AcceptedFact, CopiedFact, DueFact, UploadFact } from './upload-fact.ts'

/**
 * Returns the record of an upload key after a fact. If the fact changes nothing, because it is older than the record or
 * was applied before, the result is `previous` itself.
 */
export function applyUpload(previous: UploadRecord | undefined, fact: UploadFact, site: Site): UploadRecord {
  if (fact.kind === 'due') return applyDue(previous, fact, site)
  if (previous && isSuperseded(previous, fact.sequencer)) return previous
  const next = nextRecord(previous, fact, changeOf(previous, fact, site))
  const isRepeated = previous !== undefined && compareSequencers(previous.sequencer, fact.sequencer) === 0
  return isRepeated && isSame({ ...next, at: previous.at, revision: previous.revision }, previous) ? previous : next
}

/** Returns true if an event newer than `sequencer` has been applied. */
export function isSuperseded(previous: UploadRecord, sequencer: string): boolean {
  return compareSequencers(sequencer, previous.sequencer) < 0
}

/** The fields of a record that a fact changes. */
type Change = Pick<UploadRecord, 'state' | 'problems' | 'article' | 'articleState' | 'copyOf'> & Partial<VersionFields>

/** Fields of the last accepted version. Only another accepted version changes them. */
type VersionFields = Pick<UploadRecord, (typeof versionFieldNames)[number]>

const versionFieldNames = [
  ...(['since', 'fingerprint', 'corrects', 'files', 'links', 'names', 'formerFiles', 'movedFrom', 'movedTo'] as const),
  ...(['moves', 'tooLate'] as const),
]

function changeOf(previous: UploadRecord | undefined, fact: Exclude<UploadFact, DueFact>, site: Site): Change {
  const article = previous?.article && withPlace(previous.article, site)
  switch (fact.kind) {
    case 'accepted':
      return acceptedChange(previous, fact, site)
    case 'rejected':
      return { state: 'rejected', problems: fact.problems, article, articleState: previous?.articleState }
    case 'copied':
      return copiedChange(previous, fact)
    case 'held': // an earlier version may have published it
      return { state: 'draft', problems: fact.problems, article, articleState: article && 'draft' }
    case 'deleted':
      return { state: 'withdrawn', problems: [], article, articleState: article && 'withdrawn' }
  }
}

function acceptedChange(previous: UploadRecord | undefined, fact: AcceptedFact, site: Site): Change {
  const source: ArticleSource = fact.key.startsWith('backfill/') ? 'backfill' : 'news'
  const { article, state } = composeArticle(previous, fact, source, site)
  const corrects = replacedVersion(previous, article, fact)
  const tooLate = digestsTooLate(previous, article, Object.keys(site.publication.digests), fact.waiting)
  const problems = [
    ...(state === 'published' ? checkReplaced(corrects, fact.key) : []),
    ...fact.problems,
    ...checkMailing(article, tooLate),
    ...checkDate(fact.manuscript.date, source, fact.at),
    ...(state === 'scheduled' ? checkSchedule(fact.manuscript) : []),
  ]
  return {
    ...{ state, problems, article, articleState: state },
    since: previous?.since ?? fact.at,
    fingerprint: fact.fingerprint,
    corrects,
    tooLate,
    links: fact.links,
    names: fact.names,
    movedFrom: previous?.movedTo === undefined ? previous?.movedFrom : undefined,
    movedTo: undefined,
    ...fileFields(previous, fact.files ?? []),
  }
}

/** A copy has no article of its own, except one that was withdrawn before. It shows the state of the original. */
function copiedChange(previous: UploadRecord | undefined, fact: CopiedFact): Change {
  const { copyOf, fingerprint, problems } = fact
  return {
    ...{ state: copyOf.state ?? 'draft', problems, copyOf },
    ...{ article: previous?.article, articleState: previous?.article && 'withdrawn' },
    ...{ since: previous?.copyOf ? previous.since : fact.at, fingerprint, links: undefined, names: undefined },
  }
}

/**
 * Publishes a scheduled article, or withdraws one that expires.
 * @throws {Error} if there is no record, because only a stored record can be due
 */
function applyDue(previous: UploadRecord | undefined, fact: DueFact, site: Site): UploadRecord {
  if (previous?.article === undefined) throw new Error(`The scheduled upload ${fact.key} has no record.`)
  const { article, articleState, state, problems } = previous
  const { sequencer, etag } = previous
  if (articleState === 'scheduled' && !isAfter(dueTime(article), fact.at)) {
    const live = withCorrection({ ...article, liveAt: article.liveAt ?? firstLive(article) }, article.corrections)
    const change: Change = {
      state: state === 'scheduled' ? 'published' : state,
      problems,
      article: withPlace(live, site),
      articleState: 'published',
    }
    return nextRecord(previous, { ...fact, sequencer, etag }, change)
  }
  if (articleState !== 'published' || !isExpired(article, fact.at)) return previous
  return nextRecord(
    previous,
    { ...fact, sequencer, etag },
    {
      state: state === 'published' ? 'draft' : state,
      problems: [...checkExpiry(article, fact.at), ...problems],
      article,
      articleState: 'draft',
    },
  )
}

/** An article from an archive counts as live since its date. */
function firstLive(article: Article): string {
  return article.source === 'backfill' ? article.date : dueTime(article)
}

function nextRecord(
  previous: UploadRecord | undefined,
  fact: Pick<UploadFact, 'key' | 'sequencer' | 'at' | 'etag'>,
  change: Change,
): UploadRecord {
  const next = {
    id: articleId(fact.key),
    key: fact.key,
    sequencer: fact.sequencer,
    at: fact.at,
    etag: fact.etag,
    ...versionFields(previous),
    ...change,
    revision: (previous?.revision ?? 0) + 1,
  }
  return { ...next, touched: touchedListings(previous, next) }
}

function versionFields(record: UploadRecord | undefined): Partial<VersionFields> {
  return record === undefined ? {} : Object.fromEntries(versionFieldNames.map((name) => [name, record[name]]))
}

/** Keeps files that only earlier versions refer to in the record, so that their copies on the site can be removed. */
function fileFields(previous: UploadRecord | undefined, files: readonly FileReference[]): Partial<VersionFields> {
  const paths = new Set(files.map(({ path }) => path))
  const earlier = [...(previous?.files ?? []), ...(previous?.formerFiles ?? [])].filter(({ path }) => !paths.has(path))
  return { files, formerFiles: rememberedFiles(earlier) }
}

/**
 * Returns every listing that a visible change has touched, newest first. Earlier ones stay in the list: their rebuild may
 * have failed, and the event that would repeat it is superseded by a newer one.
 */
function touchedListings(previous: UploadRecord | undefined, next: Omit<UploadRecord, 'touched'>): readonly string[] {
  const touched = previous?.touched ?? []
  const isVisible = isLive(previous) || isLive({ ...next, touched })
  const isChanged = previous?.articleState !== next.articleState || !isSame(previous?.article, next.article)
  if (!isVisible || !isChanged) return touched
  const articles = [previous?.article, next.article].filter((article): article is Article => article !== undefined)
  return [...new Set([...articles.flatMap(listingsOf), ...touched])].slice(0, mostTouchedListings)
}
