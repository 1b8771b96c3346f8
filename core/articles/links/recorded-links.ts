import type { RecordedLink } from '../../reading/article-links.ts'
import { isLive, type UploadRecord } from '../article.ts'

/**
 * The record of an upload to which a link leads. If its article was moved, it is the record that has the article now. A name
 * has no record unless it is that of exactly one live article.
 */
export type Target = { readonly key: string; readonly record: UploadRecord | undefined }

/** Returns the live article that a name in a link means; undefined if there is none, or more than one. */
export function ownerOf(name: string, records: readonly UploadRecord[]): UploadRecord | undefined {
  const [owner, ...others] = records.filter((record) => isLive(record) && record.names?.includes(name))
  return others.length === 0 ? owner : undefined
}

/** Returns the keys of articles whose links to `target` no longer lead where they should, so that they must be read again. */
export function linksToCheck(target: Target, referrers: readonly UploadRecord[]): readonly string[] {
  return referrers
    .filter((record) => record.key !== target.key && linksOf(record).some((link) => isOutdated(link, [target])))
    .map(({ key }) => key)
}

/** Returns true if links of an article changed while it was read. @param targets records of all uploads to which it links */
export function hasOutdatedLinks(record: UploadRecord, targets: readonly Target[]): boolean {
  return linksOf(record).some((link) => isOutdated(link, targets))
}

/** Reading a rejected upload again would not change the last good version. */
function linksOf({ state, links = [] }: UploadRecord): readonly RecordedLink[] {
  return state === 'rejected' || state === 'withdrawn' ? [] : links
}

function isOutdated({ key, slug, contentKey }: RecordedLink, targets: readonly Target[]): boolean {
  const target = targets.find((each) => each.key === key)
  if (target === undefined) return false
  const article = isLive(target.record) ? target.record.article : undefined
  return article?.slug !== slug || (contentKey !== undefined && contentKey !== article?.contentKey)
}
