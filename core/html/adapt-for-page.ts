import type { Element, Root } from 'hast'
import { elementsOf, isAlert, property, textOf } from './tree.ts'

/** Returns the replacement of an element on the article's page: current HTML, with the classes of its style sheet. */
export function adaptForPage(element: Element): Element {
  switch (element.tagName) {
    case 'img':
      return { ...element, properties: { ...element.properties, loading: 'lazy', decoding: 'async' } }
    case 'td':
    case 'th':
      return aligned(element)
    case 'table':
      return scrollable(element)
    case 'section':
      return endnotes(element)
    case 'blockquote':
      return attributed(element)
    default:
      return element
  }
}

/** Replaces `align`, which is obsolete, by a class. */
function aligned(cell: Element): Element {
  const { align, ...properties } = cell.properties
  const isDefault = align === undefined || align === 'left'
  return { ...cell, properties: isDefault ? properties : { ...properties, className: [`align-${align}`] } }
}

/** Puts a table into a box that can be reached by keyboard, and that scrolls if the table is wider than the page. */
function scrollable(table: Element): Element {
  const caption = table.children.find((child) => child.type === 'element' && child.tagName === 'caption')
  const ariaLabel = (caption && textOf(caption).trim()) || 'Table'
  const properties = { className: ['table'], role: 'region', ariaLabel, tabIndex: 0 }
  return { type: 'element', tagName: 'div', properties, children: [table] }
}

/** Footnotes become a `div`, because a section should have a heading. */
function endnotes(section: Element): Element {
  if (property(section, 'className') !== 'footnotes') return section
  return { ...section, tagName: 'div', properties: { ...section.properties, role: 'doc-endnotes' } }
}

/** Marks the source of a quotation: its last paragraph, if that begins with a dash. An alert is not a quotation. */
function attributed(quote: Element): Element {
  if (isAlert(quote)) return { ...quote, tagName: 'div', properties: { ...quote.properties, role: 'note' } }
  const last = quote.children.findLast((child) => child.type === 'element')
  const isSource = last?.type === 'element' && last.tagName === 'p' && /^\s*[—–―]/.test(textOf(last))
  if (!isSource || property(last, 'className') !== undefined) return quote
  const source: Element = { ...last, properties: { ...last.properties, className: ['attribution'] } }
  return { ...quote, children: quote.children.map((child) => (child === last ? source : child)) }
}

/** Returns the size of a picture in pixels, by its address as the author wrote it. */
export type SizeOf = (address: string) => { readonly width?: number; readonly height?: number } | undefined

/**
 * Returns a mapping that adds the sizes of pictures whose author gave none, so that the page does not move while they
 * load.
 * @param place returns the address at which a picture is published
 */
export function pictureSizes(
  tree: Root,
  place: (address: string) => string | undefined,
  sizeOf: SizeOf,
): (element: Element) => Element {
  const sizes = new Map<string, { readonly width: number; readonly height: number }>()
  for (const element of elementsOf(tree)) {
    const address = element.tagName === 'img' ? property(element, 'src') : undefined
    const { width, height } = (address !== undefined && sizeOf(address)) || {}
    const url = address !== undefined && width !== undefined ? place(address) : undefined
    if (url !== undefined && width !== undefined && height !== undefined) sizes.set(url, { width, height })
  }
  return (element) => {
    const size = element.tagName === 'img' ? sizes.get(property(element, 'src') ?? '') : undefined
    if (!size || element.properties.width !== undefined || element.properties.height !== undefined) return element
    return { ...element, properties: { ...element.properties, ...size } }
  }
}
