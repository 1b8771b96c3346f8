import { fileAddress } from '../reading/file-reference.ts'
import type { ArticleSource, Image, Media } from '../reading/manuscript.ts'
import { mediaType } from '../reading/media-types.ts'
import type { Site } from '../site.ts'
import { startOf } from '../text/calendar-day.ts'
import type { Article, UploadRecord } from './article.ts'
import { knownCorrections, withCorrection } from './digest-marks.ts'
import { articleGuid, articleId, articleSlug, articleUrl, contentKey, identityName } from './identity.ts'
import { listedAt } from './listing.ts'
import type { Picture } from './picture.ts'
import { isSame } from './same-value.ts'
import type { AcceptedFact } from './upload-fact.ts'

/** A version of an article and its state. */
export type ArticleVersion = { readonly article: Article; readonly state: 'published' | 'scheduled' | 'draft' }

/** Composes the article of an accepted upload. The identity and the time of going live are those of earlier versions. */
export function composeArticle(
  previous: UploadRecord | undefined,
  fact: AcceptedFact,
  source: ArticleSource,
  site: Site,
): ArticleVersion {
  const existing = previous?.article
  const { draft, date: ownDate, isDatedByPath: _path, slug: _, updated, ...written } = fact.manuscript
  const name = identityName(fact.key, previous?.moves)
  const id = existing?.id ?? articleId(name)
  const slug = fact.slug ?? existing?.slug ?? articleSlug(fact.manuscript, id)
  const date = ownDate ?? defaultDate(existing, fact.at)
  const { timeZone } = site.publication
  const due = startTime({ ...written, date }, timeZone)
  const formerDue = existing && startTime(existing, timeZone)
  const state = draft ? 'draft' : isScheduled(previous, { due, formerDue }, fact) ? 'scheduled' : 'published'
  const liveAt = state === 'published' ? liveSince(previous, source, { date, due, formerDue }, fact) : existing?.liveAt
  const isRecorded = due !== date && (state === 'scheduled' || existing?.publishAt === due)
  const article: Article = {
    ...written,
    ...(isRecorded && { publishAt: due }),
    image: written.image && {
      ...absolute(written.image, fact.key, articleUrl(site, slug)),
      ...measurements(fact.picture),
    },
    ...(fact.media?.length && { media: fact.media.map((media) => absolute(media, fact.key, articleUrl(site, slug))) }),
    id,
    key: fact.key,
    guid: existing?.guid ?? articleGuid(name, site.publication),
    slug,
    source,
    date,
    liveAt,
    updatedAt: liveAt ?? date,
    contentKey: contentKey(id, fact.contentHash),
    words: fact.words,
  }
  const corrections = previous && knownCorrections(previous)
  const placed = withPlace(
    state === 'published' ? withCorrection(article, corrections) : { ...article, corrections },
    site,
  )
  return {
    article: { ...placed, updatedAt: chooseChange(updated, lastChange(previous, placed, fact), previous, fact) },
    state,
  }
}

/** Adds the instant by which pages order an article, if it has been live. */
export function withPlace(article: Article, { publication }: Site): Article {
  const place = listedAt(article, publication.timeZone)
  return place === undefined ? article : { ...article, listedAt: place }
}

/** Returns the date of an article whose author gave none: the time of its first upload. */
function defaultDate(existing: Article | undefined, at: string): string {
  return existing !== undefined && !isAfter(existing.date, at) ? existing.date : at
}

type Times = { readonly date?: string; readonly due: string; readonly formerDue: string | undefined }

/** Returns when an article may be published: at its date, unless it has another time for that. */
export function dueTime({ date, publishAt }: Pick<Article, 'date' | 'publishAt'>): string {
  return publishAt ?? date
}

function startTime(article: Pick<Article, 'date' | 'publishAt'>, timeZone: string): string {
  return startOf(dueTime(article), timeZone)
}

/**
 * Decides whether to schedule an article. A published one stays published if this clock is behind its date, or if only a
 * new version of this program reads a date in the same upload.
 */
function isScheduled(
  previous: UploadRecord | undefined,
  { due, formerDue }: Times,
  { at, fingerprint }: AcceptedFact,
): boolean {
  if (!isAfter(due, at)) return false
  const isSameUpload = fingerprint !== undefined && fingerprint === previous?.fingerprint
  return previous?.articleState !== 'published' || !(formerDue === due || isSameUpload)
}

/**
 * Returns when an article went live. News goes live when it is first published; a scheduled article goes live when it
 * is due, even if it is published a little later. News that was moved to the archive keeps its place.
 */
function liveSince(
  previous: UploadRecord | undefined,
  source: ArticleSource,
  { date, due, formerDue }: Times & { readonly date: string },
  { at }: AcceptedFact,
): string {
  const former = previous?.article
  const wasNews = former?.liveAt !== undefined && !isSameInstant(former.liveAt, former.date)
  if (source === 'backfill') return wasNews ? former.liveAt : date
  const wasScheduled = previous?.articleState === 'scheduled' && formerDue === due
  return previous?.article?.liveAt ?? (wasScheduled ? due : at)
}

/**
 * Chooses between the last change that the author states and the one that we saw. A date in the future is ignored, and so
 * is one that is older than a correction of the live article, because authors forget to change it.
 */
function chooseChange(
  updated: string | undefined,
  seen: string,
  previous: UploadRecord | undefined,
  { at }: AcceptedFact,
): string {
  if (updated === undefined || isAfter(updated, at)) return seen
  return previous?.article?.liveAt !== undefined && isAfter(seen, updated) ? seen : updated
}

/**
 * Returns when the content last changed. Changes before the article went live do not count, because no reader saw them.
 * A record that was restored from a receipt has no content to compare, so the ETag of its upload decides. If the upload
 * and its files are the same, a new version of this program or of publication.json made the difference, not the author.
 */
function lastChange(previous: UploadRecord | undefined, article: Article, fact: AcceptedFact): string {
  const { at, etag } = fact
  const existing = previous?.article
  if (existing?.liveAt === undefined) return article.updatedAt
  if (previous?.revision === 0 && previous.etag === etag) return existing.updatedAt
  if (previous && isSameUpload(previous, fact)) return existing.updatedAt
  const { mail, digests } = existing // say nothing to readers
  return isSame(existing, { ...article, mail, digests, updatedAt: existing.updatedAt }) ? existing.updatedAt : at
}

/** Returns true if the upload, and the files to which both versions refer, have not changed. */
function isSameUpload(previous: UploadRecord, { fingerprint, files = [] }: AcceptedFact): boolean {
  const former = new Map(previous.files?.map(({ path, etag }) => [path, etag]))
  // Earlier versions of this program recorded neither media nor the ETags of their files.
  const isOlderRecord = (path: string) => mediaType(path) !== undefined && previous.article?.media === undefined
  const areFilesSame = files.every(
    // A file that was missing before completes the article; only another version of a file changes it.
    ({ path, etag }) => former.get(path) === undefined || former.get(path) === etag || isOlderRecord(path),
  )
  return fingerprint !== undefined && fingerprint === previous.fingerprint && areFilesSame
}

function measurements(picture: Picture | undefined) {
  if (picture === undefined) return undefined
  const { etag: _, ...properties } = picture
  return properties
}

function absolute<T extends Image | Media>(file: T, key: string, base: string): T {
  return { ...file, url: URL.parse(fileAddress(file.url, key), base)?.href ?? file.url }
}

function isSameInstant(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other)
}

/** Compares instants that may be written with and without milliseconds. */
export function isAfter(instant: string, other: string): boolean {
  return Date.parse(instant) > Date.parse(other)
}
