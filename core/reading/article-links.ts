import type { Element, Root } from 'hast'
import { cleanUrl } from '../html/sanitize-body.ts'
import { elementsOf, property } from '../html/tree.ts'
import { cleanText } from '../text/clean-text.ts'
import { fileReference, keyOf } from './file-reference.ts'
import { mostLinkBytes, mostLinks } from './limits.ts'
import { fileExtension } from './media-types.ts'
import { nameKeyIn } from './path/link-names.ts'
import { classifyKey } from './upload-key.ts'

/** A link of an upload that may lead to another one. */
export type ArticleLink = {
  /** As in the sanitized body. */
  readonly address: string
  /**
   * The keys of the uploads that it may mean, the most likely first. The last one may stand for a name. None if the article
   * has too many links.
   */
  readonly keys: readonly string[]
  /** What follows `#`. */
  readonly fragment: string | undefined
  /** False if the address may also be that of a page on the site. */
  readonly isFile: boolean
  /** The link as its author wrote it, if it was not an address. */
  readonly reference?: Reference
  readonly line: number | undefined
}

/** A link in the form of a note program or a template engine. */
export type Reference = { readonly rule: 'wiki-link' | 'template-code'; readonly source: string }

/** An upload to which a link of an article may lead, as it was when the article was read. */
export type RecordedLink = {
  /** The key of the upload. */
  readonly key: string
  /** The slug of its article, if it was live. */
  readonly slug?: string
  /** The version of its body, if the link leads to a place in it. */
  readonly contentKey?: string
}

/** Matches most links without cleaning them: to other sites, and within the article. */
const elsewhere = /^(?:https?:|#)/i

/** Lists the different addresses in the links of the upload `key` that may lead to articles, in the order of the text. */
export function articleLinks(
  tree: Root,
  key: string,
  lineOf: (element: Element) => number | undefined,
): readonly ArticleLink[] {
  const links = new Map<string, ArticleLink>()
  let bytes = 0
  for (const element of elementsOf(tree)) {
    const href = element.tagName === 'a' ? property(element, 'href') : undefined
    if (href === undefined || elsewhere.test(href)) continue
    const reference = referenceOf(element)
    const address = cleanUrl(cleanText(href))
    if (links.has(address)) continue
    // Nothing but the article to which it leads makes a reference an address.
    const found =
      keysOf(address, key, reference !== undefined) ??
      (reference && !fileReference(address, key) ? { keys: [], isFile: true } : undefined)
    const isFull = links.size >= mostLinks || bytes > mostLinkBytes
    if (found === undefined || (isFull && !found.isFile)) continue
    const keys = isFull ? [] : found.keys
    bytes += keys.reduce((sum, each) => sum + Buffer.byteLength(each), 0)
    const fragment = /#(.+)$/s.exec(address)?.[1]
    const line = lineOf(element)
    links.set(address, { address, ...found, keys, fragment, ...(reference && { reference }), line })
  }
  return [...links.values()]
}

/** The attribute of a link that is a reference: its rule, a space, and what the author wrote. The sanitizer removes it. */
export const referenceAttribute = 'data-reference'

function referenceOf(element: Element): Reference | undefined {
  const [, rule, source = ''] =
    /^(wiki-link|template-code) (.*)$/s.exec(property(element, referenceAttribute) ?? '') ?? []
  return rule === 'wiki-link' || rule === 'template-code' ? { rule, source } : undefined
}

/** Returns the keys of the uploads that an address in the upload `key` may mean; undefined if it means no article. */
function keysOf(address: string, key: string, isReference: boolean): Pick<ArticleLink, 'keys' | 'isFile'> | undefined {
  const target = keyOf(address, key)?.replace(/\/$/, '')
  if (target === undefined || !target.includes('/')) return undefined
  const role = classifyKey(target)
  if (role.kind !== 'article') return undefined
  const path = decodeURI(/^[^?#]*/.exec(address)?.[0] ?? '')
  const isFile = isReference || role.format !== undefined
  // Static sites have an address without an extension for each file, or for each folder with an index.
  if (!isFile && /\D/.test(fileExtension(target))) return undefined
  const named = isReference || isNamed(path) ? nameKeyIn(path) : undefined
  const source = role.format === 'html' ? [target.replace(/\.html?$/i, '.md')] : []
  // Notes refer to others by their path from the root of the vault.
  const fromRoot = isReference && path.includes('/') ? [keyOf(`/${address}`, key)] : []
  const keys = role.format === undefined ? endings.map((ending) => target + ending) : [target, ...source, ...fromRoot]
  return { keys: [...new Set([...keys, named])].filter((each) => each !== undefined), isFile }
}

/** Returns true if the path of a link may name an article in any folder. A page `/a/` links to the page `/b/` as `../b/`. */
function isNamed(path: string): boolean {
  return !path.startsWith('..') || /^\.\.\/[^/.]+\/?$/.test(path)
}

const endings = ['.md', '/index.md', '.html', '/index.html']
