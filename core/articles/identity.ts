import type { ArticleBody } from '../html/body.ts'
import type { Publication } from '../publication.ts'
import type { Site } from '../site.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { toSlug } from '../text/slug.ts'

/** Returns the id of an upload key. */
export function articleId(key: string): string {
  return fingerprint(key, 24)
}

/**
 * Returns the name of which the identity of a new article is made: its key, unless an earlier article under this key has
 * taken that identity elsewhere. No article has such a name as its key, because of how it ends.
 */
export function identityName(key: string, moves = 0): string {
  return moves === 0 ? key : `${key} (${moves + 1})`
}

/** Returns a `tag:` URI that permanently names an upload key. RFC 4151 section 2.1: specific = *( pchar / "/" / "?" ). */
export function articleGuid(key: string, publication: Publication): string {
  const allowed = /%(?:21|24|26|27|28|29|2A|2B|2C|3B|3D|3A|40|2F|3F)/g
  const specific = encodeURIComponent(key.toWellFormed()).replace(allowed, decodeURIComponent)
  return `tag:${publication.tag}:${specific}`
}

/** Returns the slug that a manuscript requests, or one made from its title or id. It is never empty. */
export function articleSlug(manuscript: { readonly slug: string | undefined; readonly title: string }, id: string) {
  return toSlug(decoded(manuscript.slug ?? '')) || toSlug(manuscript.title) || `a-${id.slice(0, 8)}`
}

/** WordPress exports slugs of other scripts percent-encoded. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}

/** Returns the URL of an article's page. */
export function articleUrl(site: Pick<Site, 'url'>, slug: string): string {
  return `${site.url}/articles/${encodeURIComponent(slug)}/`
}

/** Returns the key of a version's body in the content store. */
export function contentKey(id: string, contentHash: string): string {
  return `articles/${id}/${contentHash}.json`
}

/** Returns a hash of a body. */
export function contentHash(body: ArticleBody): string {
  return fingerprint(JSON.stringify([body.page, body.feed, body.email, body.text]), 32)
}

/** Returns a hash of an upload's bytes. The same bytes under another key are the same article, copied or moved. */
export function fingerprintOf(bytes: Uint8Array): string {
  return fingerprint(bytes, 32)
}
