import type { RawManuscript } from '../manuscript.ts'

/** Begins the key that stands for a name in links. No upload has such a key. */
const prefix = 'name:'
/** Names of one article, and their characters. */
const mostNames = 10
const longestName = 120

const index = /^(?:_?index|readme)$/
/** Folders in the addresses of articles that say nothing about which one it is. */
const general =
  /^(?:\d{1,4}|[a-z]{2}(?:-[a-z]{2})?|blogs?|posts?|p|articles?|archives?|news|notes?|content|entry|entries|stories|writing|journal|garden|_posts|source|src|pages)$/i
const stamp = /^(?:1[5-9]|2[01])\d\d-?\d\d?-?\d\d?[-_]/

/** Lists the names under which links find an upload in any folder: that of its file, and those at which it was published. */
export function linkNames(key: string, { slug, permalink, aliases = [] }: Partial<RawManuscript>): readonly string[] {
  const names = [key, slug, permalink, ...aliases].map((each) => (each === undefined ? undefined : nameIn(each)))
  return [...new Set(names.filter((name) => name !== undefined))].slice(0, mostNames)
}

/** Returns the key that stands for the name of an upload in a path or address; undefined if it has none. */
export function nameKeyIn(path: string): string | undefined {
  const name = nameIn(path)
  return name && nameKey(name)
}

export function nameKey(name: string): string {
  return prefix + name
}

/** Returns the name for which a key stands; undefined for the key of an upload. */
export function nameOfKey(key: string): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined
}

/** Returns true if the folders of an address from the root of a site say nothing that contradicts an article near `key`. */
export function isPlausible(path: string, key: string): boolean {
  const own = key.toLowerCase().split('/')
  const folders = path
    .replace(/\/index\.\w+$/, '')
    .split('/')
    .filter(Boolean)
    .slice(0, -1)
  return folders.every((folder) => general.test(folder) || own.includes(folder.toLowerCase()))
}

/** Returns the last part of a path, without its date and ending, as most programs write it in addresses. */
function nameIn(path: string): string | undefined {
  const [whole = ''] = path.split(/[?#]/, 1)
  const parts = whole.slice(0, 1000).normalize().toLowerCase().split('/').filter(Boolean)
  const last = parts.at(-1)?.replace(/\.(?:md|markdown|mdx|html?|txt)$/, '') ?? ''
  const own = index.test(last) ? (parts.at(-2) ?? '') : last
  const name = own.replace(stamp, '').replaceAll(/[\s_]+/g, '-')
  return /\p{L}/u.test(name) && name.length <= longestName ? name : undefined
}
