import type { Element, ElementContent, Root } from 'hast'
import { compile } from 'html-to-text'
import type { ArticleBody } from './body.ts'
import { forPage } from './for-page.ts'
import { headingAnchors } from './heading-anchors.ts'
import { placeImageSet } from './image-set.ts'
import { pictureSizes, type SizeOf } from './picture-sizes.ts'
import type { BodyTree } from './sanitize-body.ts'
import { serializeTree } from './serialize-tree.ts'
import { elementsOf, headingLevel, isBare, mapElements, property } from './tree.ts'

/**
 * The body for the page at `articleUrl`, which relative URLs start from, and for feeds, mail and plain text.
 * @param placeFile the address of a file beside the article, as it is published
 * @param sizeOf pixels of a picture, by its address as the author wrote it
 */
export function renderBody(
  tree: BodyTree,
  articleUrl: string,
  placeFile: PlaceFile = (address) => address,
  sizeOf: SizeOf = () => undefined,
): ArticleBody {
  const forms = renderForms(tree, articleUrl, placeFile, sizeOf)
  return { ...forms, text: toText(forms.email).trim() }
}

type PlaceFile = (address: string) => string

/** The forms in HTML. */
export function renderForms(
  tree: BodyTree,
  articleUrl: string,
  placeFile: PlaceFile,
  sizeOf: SizeOf = () => undefined,
): Omit<ArticleBody, 'text'> {
  const shift = shiftToSecondLevel(tree)
  const outlined = mapElements(tree, (element) =>
    placeElement(shift === 0 ? element : shiftHeading(element, shift), articleUrl, placeFile),
  )
  const withAnchor = headingAnchors(outlined)
  const withSize = pictureSizes(tree, (address) => URL.parse(placeFile(address), articleUrl)?.href, sizeOf)
  return {
    page: serializeTree(mapElements(outlined, (element) => forPage(withSize(withAnchor(element))))),
    feed: serializeTree(mapElements(outlined, (element) => forFeed(element, articleUrl))),
    email: serializeTree(mapElements(outlined, forEmail)),
  }
}

const linkSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Makes URLs absolute, except links within the article. A link that leads nowhere is no link. */
function placeElement(element: Element, base: string, placeFile: PlaceFile): readonly ElementContent[] {
  if (isBare(element.properties) && element.tagName !== 'img' && element.tagName !== 'a') return [element]
  const properties = { ...element.properties }
  for (const name of ['href', 'src', 'cite', 'poster']) {
    const value = property(element, name)
    if (value === undefined || value.startsWith('#')) continue
    const url = URL.parse(placeFile(value), base)
    if (url && linkSchemes.has(url.protocol)) properties[name] = url.href
    else delete properties[name]
  }
  if (element.tagName === 'img') properties.alt ??= ''
  if (typeof properties.srcSet === 'string') properties.srcSet = placeImageSet(properties.srcSet, base, placeFile)
  if (element.tagName === 'a' && properties.href === undefined && properties.id === undefined) return element.children
  return [{ ...element, properties }]
}

/** The title is the only first-level heading of a page. */
function shiftToSecondLevel(tree: Root): number {
  const levels = elementsOf(tree).flatMap((element) => headingLevel(element) ?? [])
  return 2 - levels.reduce((least, level) => Math.min(least, level), levels[0] ?? 2)
}

function shiftHeading(element: Element, shift: number): Element {
  const level = headingLevel(element)
  return level === undefined ? element : { ...element, tagName: `h${Math.min(6, level + shift)}` }
}

function forFeed(element: Element, articleUrl: string): readonly ElementContent[] {
  if (isBare(element.properties) && element.tagName !== 'bdo') return [element]
  const { id: _, srcSet: __, sizes: ___, ...properties } = element.properties
  const href = property(element, 'href')
  if (href?.startsWith('#')) properties.href = `${articleUrl}${href}`
  // W3C's validator takes the one that overrides directions for a risk.
  return [{ ...element, tagName: element.tagName === 'bdo' ? 'bdi' : element.tagName, properties }]
}

/** Only what mail clients show, nothing wider than they are; footnotes have no links, as a mail holds many articles. */
function forEmail(element: Element): readonly ElementContent[] {
  const { id, ...properties } = element.properties
  const mail = id === undefined ? element : { ...element, properties }
  switch (element.tagName) {
    case 'a':
      return property(element, 'href')?.startsWith('#') ? withoutBackReference(mail) : [mail]
    case 'img':
      return [safeImage(mail)]
    case 'audio':
    case 'video':
      return mediaLink(mail)
    case 'source':
      return [mail]
    case 'details':
    case 'figure':
      return [{ ...mail, tagName: 'div', properties: {} }]
    case 'summary':
    case 'figcaption':
      return [{ ...mail, tagName: 'p' }]
    case 'pre':
      return [{ ...mail, properties: { ...properties, style: 'white-space:pre-wrap;overflow-wrap:anywhere' } }]
    default:
      return [mail]
  }
}

function withoutBackReference(link: Element): readonly ElementContent[] {
  return property(link, 'className') === 'footnote-backref' ? [] : link.children
}

/** Pixels: what a mail of 600 leaves beside its margins. */
const widestImage = 560

function safeImage(image: Element): Element {
  const { height, srcSet: _, sizes: __, ...properties } = image.properties
  const width = Math.min(Number(property(image, 'width') ?? widestImage), widestImage)
  const known = image.properties.width !== undefined
  return {
    ...image,
    properties: { ...properties, ...(known ? { width } : {}), style: 'max-width:100%;height:auto' },
  }
}

function mediaLink(media: Element): readonly ElementContent[] {
  const sources = [media, ...elementsOf(media)].map((element) => property(element, 'src'))
  const href = sources.find((source) => source !== undefined)
  if (href === undefined) return []
  const name = media.tagName === 'audio' ? 'Listen' : 'Watch the video'
  return [{ type: 'element', tagName: 'a', properties: { href }, children: [{ type: 'text', value: name }] }]
}

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false, leadingLineBreaks: 2 },
}))

const toText = compile({
  wordwrap: false,
  selectors: [
    ...headings,
    { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'altText' },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 40 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'dl', format: 'block' },
    ...['dt', 'dd'].map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'q', format: 'inlineSurround', options: { prefix: '“', suffix: '”' } },
  ],
  formatters: {
    // A picture's address says nothing to the reader of a text.
    altText(element, _walk, builder) {
      const alt: unknown = element.attribs?.alt
      if (typeof alt === 'string' && alt !== '') builder.addInline(`[${alt}]`)
    },
  },
})
