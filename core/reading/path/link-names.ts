import type { RawManuscript } from '../manuscript.ts'

/** Begins the key that stands for a name in links. No upload has such a key. */
const prefix = 'name:'
/** Names of one article, and their characters. */
const mostNames = 10
const longestName = 120

const index = /^(?:_?index|readme)$/
/** Folders in the addresses of articles that say nothing about which one it is. */
const general =
  /^(?:\.{1,2}|\d{1,4}|[a-z]{2}(?:-[a-z]{2})?|blogs?|posts?|p|articles?|backfill|archives?|news|notes?|content|entry|entries|stories|writing|journal|garden|_posts|source|src|pages)$/i
const stamp = /^(?:1[5-9]|2[01])\d\d-?\d\d?-?\d\d?[-_]/

/** Lists the names under which links find an upload in any folder: that of its file, and those at which it was published. */
export function linkNames(key: string, { slug, permalink, aliases = [] }: Partial<RawManuscript>): readonly string[] {
  const names = [key, slug, permalink, ...aliases].flatMap((each) => {
    const { name, folder } = partsOf(each ?? '')
    return name === undefined ? [] : folder === undefined ? [name] : [name, `${folder}/${name}`]
  })
  return [...new Set(names)].slice(0, mostNames)
}

/** Returns the key that stands for the name of an upload in an address, with its folder; undefined if it has none. */
export function nameKeyIn(path: string): string | undefined {
  const { name, folder } = partsOf(path)
  return name && nameKey(folder === undefined ? name : `${folder}/${name}`)
}

export function nameKey(name: string): string {
  return prefix + name
}

/** Returns the name for which a key stands; undefined for the key of an upload. */
export function nameOfKey(key: string): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined
}

/**
 * Returns the last part of a path, without its date and ending, as most programs write it in addresses, and the folder that
 * contains it, if that says something.
 */
function partsOf(path: string): { readonly name?: string; readonly folder?: string } {
  const [whole = ''] = path.split(/[?#]/, 1)
  const parts = whole.slice(0, 1000).normalize().toLowerCase().split('/').filter(Boolean)
  const last = parts.pop()?.replace(/\.(?:md|markdown|mdx|html?|txt)$/, '') ?? ''
  const own = index.test(last) ? (parts.pop() ?? '') : last
  const name = own.replace(stamp, '').replaceAll(/[\s_]+/g, '-')
  if (!/\p{L}/u.test(name) || name.length > longestName) return {}
  const folder = parts.findLast((part) => !general.test(part))
  return { name, ...(folder && folder.length <= longestName && { folder }) }
}
