import { type Article, isLive, type UploadRecord } from '../articles/article.ts'
import { articleUrl } from '../articles/identity.ts'
import { isSame } from '../articles/same-value.ts'
import type { Site } from '../site.ts'
import { type Announcement, type Change, commonDetail } from './announcement.ts'

/**
 * Announces a change of an upload's record. Drafts and scheduled articles are not announced, nor is a record that a rebuild
 * removes or restores from its receipt: readers see the same article before and after.
 */
export function announceArticle(change: Change, site: Site): Announcement | undefined {
  if (change.new === undefined || change.new.restored) return undefined
  const before = change.old?.record as UploadRecord | undefined // written by `saveRecord` only
  const after = change.new.record as UploadRecord // written by `saveRecord` only
  const isMoved = after.article
    ? after.movedFrom?.was === 'live' && before?.article?.id !== after.article.id
    : after.movedTo
  if (isMoved) return undefined // readers see nothing new
  if (isLive(after))
    return isLive(before) ? correction(change, before, after, site) : publication(change, before, after, site)
  return isLive(before) ? withdrawal(change, before, after, site) : undefined
}

type Live = UploadRecord & { readonly article: Article }

function publication(change: Change, before: UploadRecord | undefined, after: Live, site: Site): Announcement {
  const isReturn = before?.article?.id === after.article.id
  const wasLive = isReturn ? before.article.liveAt !== undefined : after.movedFrom?.was === 'known'
  return {
    type: 'Article Published',
    detail: {
      ...commonDetail(change, site),
      article: describe(after.article, after.revision, site),
      first: !wasLive,
    },
  }
}

function correction(change: Change, before: Live, after: Live, site: Site): Announcement | undefined {
  if (!isCorrection(before, after)) return undefined
  const article = describe(after.article, after.revision, site)
  return { type: 'Article Corrected', detail: { ...commonDetail(change, site), article } }
}

/**
 * Returns true if another upload changed the content, or if the address changed. The same upload can result in other content,
 * too, because a new version of the program renders it differently: that is no correction.
 */
function isCorrection(before: Live, after: Live): boolean {
  if (before.article.slug !== after.article.slug) return true
  const isSameUpload =
    before.fingerprint === undefined ? before.etag === after.etag : before.fingerprint === after.fingerprint
  return (
    !isSameUpload && !isSame({ ...before.article, updatedAt: undefined }, { ...after.article, updatedAt: undefined })
  )
}

/** Describes the version that readers saw, because a draft may contain what they must not see yet. */
function withdrawal(change: Change, before: Live, after: UploadRecord, site: Site): Announcement {
  const { articleState } = after
  return {
    type: 'Article Withdrawn',
    detail: {
      ...commonDetail(change, site),
      article: describe(before.article, after.revision, site),
      reason: articleState === 'draft' || articleState === 'scheduled' ? articleState : 'deleted',
    },
  }
}

function describe(article: Article, revision: number, site: Site) {
  const { id, guid, slug, title, summary, language, topics, authors, source, date, liveAt, updatedAt } = article
  const { status, notice } = article
  const names = (list: Article['topics']) => list.map(({ slug, name }) => ({ slug, name }))
  return {
    ...{ id, revision, guid, slug, url: articleUrl(site, slug), title, summary, language },
    ...{ topics: names(topics), authors: names(authors), source, date, publishedAt: liveAt ?? date, updatedAt },
    ...(status && { status }),
    ...(status && notice && { notice }),
  }
}
