import type { Element, ElementContent } from 'hast'
import { property, textOf } from './tree.ts'

/** An element of a body as the article's page shows it: as HTML has it now, and as its style sheet expects it. */
export function forPage(element: Element): readonly ElementContent[] {
  switch (element.tagName) {
    case 'img':
      return [{ ...element, properties: { ...element.properties, loading: 'lazy', decoding: 'async' } }]
    case 'td':
    case 'th':
      return [aligned(element)]
    case 'table':
      return [scrollable(element)]
    case 'section':
      return [endnotes(element)]
    case 'blockquote':
      return [attributed(element)]
    default:
      return [element]
  }
}

/** HTML knows no `align` any more. */
function aligned(cell: Element): Element {
  const { align, ...properties } = cell.properties
  const isUsual = align === undefined || align === 'left'
  return { ...cell, properties: isUsual ? properties : { ...properties, className: [`align-${align}`] } }
}

/** A table wider than the page scrolls in a box of its own, which the keyboard reaches too. */
function scrollable(table: Element): Element {
  const caption = table.children.find((child) => child.type === 'element' && child.tagName === 'caption')
  const ariaLabel = (caption && textOf(caption).trim()) || 'Table'
  const properties = { className: ['table'], role: 'region', ariaLabel, tabIndex: 0 }
  return { type: 'element', tagName: 'div', properties, children: [table] }
}

/** Footnotes: a section would want a heading. */
function endnotes(section: Element): Element {
  if (property(section, 'className') !== 'footnotes') return section
  return { ...section, tagName: 'div', properties: { ...section.properties, role: 'doc-endnotes' } }
}

/** A last paragraph that begins with a dash says who is quoted. */
function attributed(quote: Element): Element {
  const last = quote.children.findLast((child) => child.type === 'element')
  const isSource = last?.type === 'element' && last.tagName === 'p' && /^\s*[—–―]/.test(textOf(last))
  if (!isSource || property(last, 'className') !== undefined) return quote
  const source: Element = { ...last, properties: { ...last.properties, className: ['attribution'] } }
  return { ...quote, children: quote.children.map((child) => (child === last ? source : child)) }
}
