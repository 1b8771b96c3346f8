import { createHash } from 'node:crypto'
import slugify from '@sindresorhus/slugify'
import type { ArticleBody } from '../html/body.ts'
import type { Publication } from '../publication.ts'
import type { Author, Topic } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'

/** Characters. */
const longestSlug = 80

export function articleId(key: string): string {
  return digest(key).slice(0, 24)
}

/** A `tag:` URI that names the upload key for ever. RFC 4151 section 2.1: specific = *( pchar / "/" / "?" ). */
export function articleGuid(key: string, publication: Publication): string {
  const allowed = /%(?:21|24|26|27|28|29|2A|2B|2C|3B|3D|3A|40|2F|3F)/g
  const specific = encodeURIComponent(key.toWellFormed()).replace(allowed, decodeURIComponent)
  return `tag:${publication.tag}:${specific}`
}

/** The slug that an article would like to have: the one asked for, or its title. Never empty. */
export function articleSlug(manuscript: { readonly slug: string | undefined; readonly title: string }, id: string) {
  return toSlug(manuscript.slug ?? '') || toSlug(manuscript.title) || `a-${id.slice(0, 8)}`
}

/** For a slug that another article has; it depends on nothing else, so it is the same whenever it is asked for. */
export function alternativeSlug(slug: string, id: string): string {
  const suffix = `-${id.slice(0, 8)}`
  return slug.slice(0, longestSlug - suffix.length).replace(/-+$/, '') + suffix
}

/** The address of an article's page. */
export function articleUrl(site: Site, slug: string): string {
  return `${site.url}/articles/${slug}/`
}

/** Where a version of an article has its body in the content store. */
export function contentKey(id: string, contentHash: string): string {
  return `articles/${id}/${contentHash}.json`
}

/** Names a body by its content. */
export function contentHash(body: ArticleBody): string {
  return digest(JSON.stringify([body.page, body.feed, body.email, body.text])).slice(0, 32)
}

/** Names the bytes of an upload: the same under another key are the same article moved. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32)
}

/** As the publication's vocabulary spells it, or as it is written. */
export function topicOf(name: string, publication: Publication): Topic {
  const sought = name.toLowerCase()
  for (const entry of publication.topics) {
    const topic = typeof entry === 'string' ? { slug: nameSlug(entry), name: entry } : entry
    if (topic.name.toLowerCase() === sought || topic.slug === sought) return topic
  }
  return { slug: nameSlug(name), name }
}

export function authorOf(name: string): Author {
  return { slug: nameSlug(name), name }
}

function nameSlug(name: string): string {
  return toSlug(name) || `n-${digest(name).slice(0, 8)}`
}

function toSlug(text: string): string {
  const slug = slugify(text.slice(0, 300), { decamelize: false })
  if (slug.length <= longestSlug) return slug
  const cut = slug.slice(0, longestSlug + 1)
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), longestSlug / 2)).replace(/-+$/, '')
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
