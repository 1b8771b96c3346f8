import type { Element, ElementContent, Root } from 'hast'
import { adaptForEmail } from './adapt-for-email.ts'
import { adaptForPage, pictureSizes, type SizeOf } from './adapt-for-page.ts'
import { protocols } from './allow-list.ts'
import type { ArticleBody } from './body.ts'
import { withAnchor } from './heading-anchors.ts'
import { placeImageSet } from './image-set.ts'
import type { BodyTree } from './sanitize-body.ts'
import { serializeTree } from './serialize-tree.ts'
import { elementsOf, headingLevel, isBare, lineOf, mapElements, property } from './tree.ts'

/**
 * Renders a body for each of its uses: the page at `articleUrl`, feeds and mails. Relative URLs are resolved against
 * `articleUrl`.
 * @param placeFile returns the address at which a file beside the article, or another article, is published
 * @param sizeOf returns the size of a picture in pixels, by its address as the author wrote it
 * @param language of the labels of links that replace media in mails (BCP 47)
 */
export function renderBody(
  tree: BodyTree,
  articleUrl: string,
  placeFile: PlaceFile = (address) => address,
  sizeOf: SizeOf = () => undefined,
  language = 'en',
): ArticleBody {
  const shift = shiftToSecondLevel(tree)
  const outlined = mapElements(tree, (element) =>
    placeElement(shift === 0 ? element : shiftHeading(element, shift), articleUrl, placeFile),
  )
  const withSize = pictureSizes(tree, (address) => URL.parse(placeFile(address) ?? '', articleUrl)?.href, sizeOf)
  return {
    page: serializeTree(mapElements(outlined, (element) => adaptForPage(withSize(withAnchor(element))))),
    feed: serializeTree(mapElements(outlined, (element) => adaptForFeed(element, articleUrl))),
    email: serializeTree(mapElements(outlined, (element) => adaptForEmail(element, language))),
    text: lineOf(tree),
  }
}

/** Returns undefined for an address that leads nowhere. */
type PlaceFile = (address: string) => string | undefined

/** Returns how many levels to shift headings, so that the highest is an `h2`: the title is the `h1`. */
function shiftToSecondLevel(tree: Root): number {
  const levels = elementsOf(tree).flatMap((element) => headingLevel(element) ?? [])
  return 2 - levels.reduce((least, level) => Math.min(least, level), levels[0] ?? 2)
}

function shiftHeading(element: Element, shift: number): Element {
  const level = headingLevel(element)
  return level === undefined ? element : { ...element, tagName: `h${Math.min(6, level + shift)}` }
}

const linkSchemes = new Set(protocols.href.map((scheme) => `${scheme}:`))

/** Elements that mean nothing without an attribute. */
const meaningless = new Set(['a', 'img', 'source', 'track'])

/** Makes URLs absolute, except links within the article. A link with neither address nor id is replaced by its content. */
function placeElement(element: Element, base: string, placeFile: PlaceFile): Element | readonly ElementContent[] {
  if (isBare(element.properties) && !meaningless.has(element.tagName)) return element
  const properties = { ...element.properties }
  for (const name of Object.keys(protocols)) {
    const value = property(element, name)
    if (value === undefined || value.startsWith('#')) continue
    const placed = placeFile(value)
    const url = placed === undefined ? null : URL.parse(placed, base)
    if (url && linkSchemes.has(url.protocol)) properties[name] = url.href
    else delete properties[name]
  }
  if (element.tagName === 'img') properties.alt ??= ''
  if (typeof properties.srcSet === 'string')
    properties.srcSet = placeImageSet(properties.srcSet, base, (address) => placeFile(address) ?? address)
  if (element.tagName === 'source' && (properties.src ?? properties.srcSet) === undefined) return []
  if (element.tagName === 'track' && properties.src === undefined) return []
  if (element.tagName === 'a' && properties.href === undefined && properties.id === undefined) return element.children
  return { ...element, properties }
}

function isSource(node: ElementContent): boolean {
  return node.type === 'element' && node.tagName === 'source'
}

function adaptForFeed(element: Element, articleUrl: string): Element | readonly ElementContent[] {
  if (element.tagName === 'picture') return element.children.filter((child) => !isSource(child))
  if (isBare(element.properties) && element.tagName !== 'bdo') return element
  if (element.tagName === 'a' && element.properties.href === undefined) return element.children
  const { id, srcSet, sizes, ...properties } = element.properties
  const href = property(element, 'href')
  const leadsHere = href?.startsWith('#') === true
  if (!leadsHere && element.tagName !== 'bdo' && (id ?? srcSet ?? sizes) === undefined) return element
  if (leadsHere) properties.href = `${articleUrl}${href}`
  // W3C's feed validator reports an element that overrides directions as a risk.
  return { ...element, tagName: element.tagName === 'bdo' ? 'bdi' : element.tagName, properties }
}
