import slugify from '@sindresorhus/slugify'
import { fingerprint } from './fingerprint.ts'

/** Characters. */
const longestSlug = 80

/** The part of an address that a text becomes. Empty for scripts that slugify does not transliterate, such as Chinese. */
export function toSlug(text: string): string {
  const slug = slugify(text.slice(0, 300), { decamelize: false })
  if (slug.length <= longestSlug) return slug
  const cut = slug.slice(0, longestSlug + 1)
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), longestSlug / 2)).replace(/-+$/, '')
}

/** The slug of a topic or an author. Never empty. */
export function nameSlug(name: string): string {
  return toSlug(name) || `n-${fingerprint(name, 8)}`
}

/** For a slug that another article has; it depends on nothing else, so it is the same whenever it is asked for. */
export function alternativeSlug(slug: string, id: string): string {
  const suffix = `-${id.slice(0, 8)}`
  return slug.slice(0, longestSlug - suffix.length).replace(/-+$/, '') + suffix
}
