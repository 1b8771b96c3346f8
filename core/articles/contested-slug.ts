import { alternativeSlug } from '../text/slug.ts'
import type { UploadRecord } from './article.ts'
import { listingsOf } from './listing.ts'

/**
 * Chooses the slug that an article tries to claim: its present one, the one from its manuscript, or one with a suffix made
 * from its id.
 * @param slugsTaken number of these slugs that turned out to belong to other articles
 */
export function chooseSlug(present: string | undefined, preferred: string, id: string, slugsTaken: number): string {
  const choices = [...(present === undefined ? [] : [present]), preferred, alternativeSlug(preferred, id), `a-${id}`]
  // Even slugs made from an id may be taken, because any manuscript may request them: keep counting.
  return choices[slugsTaken] ?? `a-${id}-${slugsTaken}`
}

/**
 * Returns the next record of a slug's owner if a claimant takes the slug from it, otherwise undefined. The older article
 * gets a contested slug (of two equally old ones, the one whose key sorts first), so that the result does not depend on
 * the order in which uploads are processed. Checking the owner's upload again updates its page and receipt; because the
 * new record has no ETag, the hourly comparison requests that check at the latest.
 */
export function yieldSlug(owner: UploadRecord, claimant: UploadRecord): UploadRecord | undefined {
  const { article } = owner
  if (!article || article.slug !== claimant.article?.slug || !isOlder(claimant, owner)) return undefined
  return {
    ...owner,
    etag: undefined,
    article: { ...article, slug: alternativeSlug(article.slug, owner.id) },
    touched: [...new Set([...owner.touched, ...listingsOf(article)])],
    revision: owner.revision + 1,
  }
}

function isOlder(one: UploadRecord, other: UploadRecord): boolean {
  const [a, b] = [one, other].map(({ since = '', key }) => [since, key] as const)
  if (!a || !b) return false
  return a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]
}
