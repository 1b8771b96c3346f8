import type { Element, Root } from 'hast'
import { cleanUrl } from '../html/sanitize-body.ts'
import { elementsOf, property } from '../html/tree.ts'
import { cleanText } from '../text/clean-text.ts'
import { keyOf } from './file-reference.ts'
import { mostLinks } from './limits.ts'
import { fileExtension } from './media-types.ts'
import { classifyKey } from './upload-key.ts'

/** A link of an upload that may lead to another one. */
export type ArticleLink = {
  /** As in the sanitized body. */
  readonly address: string
  /** The keys of the uploads that it may mean, the most likely first. */
  readonly keys: readonly string[]
  /** What follows `#`. */
  readonly fragment: string | undefined
  /** False if the address may also be that of a page on the site. */
  readonly isFile: boolean
  readonly line: number | undefined
}

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
  for (const element of elementsOf(tree)) {
    const href = element.tagName === 'a' ? property(element, 'href') : undefined
    if (href === undefined || elsewhere.test(href) || links.size >= mostLinks) continue
    const address = cleanUrl(cleanText(href))
    if (links.has(address)) continue
    const found = keysOf(address, key)
    const fragment = /#(.+)$/s.exec(address)?.[1]
    if (found) links.set(address, { address, ...found, fragment, line: lineOf(element) })
  }
  return [...links.values()]
}

/** Returns the keys of the uploads that an address in the upload `key` may mean; undefined if it means no article. */
function keysOf(address: string, key: string): Pick<ArticleLink, 'keys' | 'isFile'> | undefined {
  const target = keyOf(address, key)?.replace(/\/$/, '')
  if (target === undefined || !target.includes('/')) return undefined
  const role = classifyKey(target)
  if (role.kind === 'article' && role.format !== undefined) {
    const source = role.format === 'html' ? target.replace(/\.html?$/i, '.md') : target
    return { keys: source === target ? [target] : [target, source], isFile: true }
  }
  // Static sites have an address without an extension for each file, or for each folder with an index.
  const isPage = role.kind === 'article' && fileExtension(target) === ''
  return isPage ? { keys: endings.map((ending) => target + ending), isFile: false } : undefined
}

const endings = ['.md', '/index.md', '.html', '/index.html']
