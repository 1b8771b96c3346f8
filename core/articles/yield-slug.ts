import { alternativeSlug } from '../text/slug.ts'
import type { UploadRecord } from './article.ts'
import { listingsOf } from './listing.ts'

/**
 * What becomes of the owner of a slug that another article would like, too. The older one has it, or the one whose key
 * sorts first: whichever order their uploads are noticed in, it is the same. Undefined: the owner keeps it. Its page and
 * receipt follow when it is looked at again, which its missing ETag asks for at the latest.
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
