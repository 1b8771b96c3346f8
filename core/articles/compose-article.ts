import { fileAddress } from '../reading/file-reference.ts'
import type { ArticleSource, Image } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'
import type { AcceptedFact } from './apply-upload.ts'
import type { Article, UploadRecord } from './article.ts'
import { articleGuid, articleId, articleSlug, articleUrl, contentKey } from './identity.ts'
import type { Picture } from './picture.ts'
import { isSame } from './same-value.ts'

/** A version of an article and where it stands. */
export type ArticleVersion = { readonly article: Article; readonly state: 'published' | 'scheduled' | 'draft' }

/** The version that an accepted upload stands for. Of an earlier one it keeps what names it and when it went live. */
export function composeArticle(
  before: UploadRecord | undefined,
  fact: AcceptedFact,
  source: ArticleSource,
  site: Site,
): ArticleVersion {
  const known = before?.article
  const { draft, date: ownDate, slug: _, updated, ...written } = fact.manuscript
  const id = articleId(fact.key)
  const slug = fact.slug ?? known?.slug ?? articleSlug(fact.manuscript, id)
  const date = ownDate ?? keptDate(known, fact.at)
  const state = draft ? 'draft' : isHeld(before, date, fact.at) ? 'scheduled' : 'published'
  const liveAt = state === 'published' ? goLive(before, source, date, fact) : known?.liveAt
  const article: Article = {
    ...written,
    image: written.image && {
      ...absoluteImage(written.image, fact.key, articleUrl(site, slug)),
      ...seen(fact.picture),
    },
    id,
    key: fact.key,
    guid: known?.guid ?? articleGuid(fact.key, site.publication),
    slug,
    source,
    date,
    liveAt,
    updatedAt: liveAt ?? date,
    contentKey: contentKey(id, fact.contentHash),
    words: fact.words,
  }
  return { article: { ...article, updatedAt: updated ?? lastChange(before, article, fact) }, state }
}

/** Without a date of its own an article has that of its first upload. */
function keptDate(known: Article | undefined, at: string): string {
  return known !== undefined && !isAfter(known.date, at) ? known.date : at
}

/** What was released stays out, even if another clock says that its date is still to come. */
function isHeld(before: UploadRecord | undefined, date: string, at: string): boolean {
  const released = before?.articleState === 'published' && before.article?.date === date
  return isAfter(date, at) && !released
}

/** News is live from its first appearance on; a scheduled article appeared at its date, though it be noticed later. */
function goLive(
  before: UploadRecord | undefined,
  source: ArticleSource,
  date: string,
  { at, predecessor }: AcceptedFact,
): string {
  if (source === 'backfill') return date
  const wasDue = before?.articleState === 'scheduled' && before.article?.date === date
  return before?.article?.liveAt ?? (wasDue ? date : (predecessor?.liveAt ?? at))
}

/** Changes before an article went live are none to its readers. What is only recalled is known by its upload's ETag. */
function lastChange(before: UploadRecord | undefined, article: Article, { at, etag }: AcceptedFact): string {
  const known = before?.article
  if (known?.liveAt === undefined) return article.updatedAt
  if (before?.revision === 0 && before.etag === etag) return known.updatedAt
  return isSame(known, { ...article, updatedAt: known.updatedAt }) ? known.updatedAt : at
}

function seen(picture: Picture | undefined) {
  if (picture === undefined) return undefined
  const { etag: _, ...known } = picture
  return known
}

function absoluteImage(image: Image, key: string, base: string): Image {
  return { ...image, url: URL.parse(fileAddress(image.url, key), base)?.href ?? image.url }
}

/** Compares instants that may be written with and without milliseconds. */
export function isAfter(instant: string, other: string): boolean {
  return Date.parse(instant) > Date.parse(other)
}
