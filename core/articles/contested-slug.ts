import { alternativeSlug } from '../text/slug.ts'
import type { UploadRecord } from './article.ts'
import { listingsOf } from './listing.ts'

/**
 * Chooses the slug that an article tries to claim: its present one, the one that its manuscript gives it, or one with a
 * suffix made from its id.
 * @param slugsTaken how many of these turned out to belong to other articles
 */
export function chooseSlug(present: string | undefined, preferred: string, id: string, slugsTaken: number): string {
  const choices = [...(present === undefined ? [] : [present]), preferred, alternativeSlug(preferred, id), `a-${id}`]
  // Even slugs made from an id may be taken, because any article may ask for them: keep counting.
  return choices[slugsTaken] ?? `a-${id}-${slugsTaken}`
}

/**
 * Returns the next record of the owner of a slug if a claimant takes the slug from it, otherwise undefined. The older
 * article gets a contested slug (of two that are equally old, the one whose key sorts first), so that the result does not
 * depend on the order in which uploads are processed. The owner's page and receipt follow when its upload is checked
 * again; the record has no ETag, so the hourly comparison does so at the latest.
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
