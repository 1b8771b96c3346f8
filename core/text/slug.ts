import slugify from '@sindresorhus/slugify'
import { fingerprint } from './fingerprint.ts'

/** Characters. */
const longestSlug = 80

/** Turns a text into part of an address. Returns '' for scripts that slugify does not transliterate, such as Chinese. */
export function toSlug(text: string): string {
  const slug = slugify(text.slice(0, 300), { decamelize: false })
  if (slug.length <= longestSlug) return slug
  const cut = slug.slice(0, longestSlug + 1)
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), longestSlug / 2)).replace(/-+$/, '')
}

/** Returns the slug of a topic or an author. It is never empty. */
export function nameSlug(name: string): string {
  return toSlug(name) || `n-${fingerprint(name, 8)}`
}

/** Returns another slug for an article whose slug is taken: always the same one for the same arguments. */
export function alternativeSlug(slug: string, id: string): string {
  const suffix = `-${id.slice(0, 8)}`
  return slug.slice(0, longestSlug - suffix.length).replace(/-+$/, '') + suffix
}
