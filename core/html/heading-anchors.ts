import type { Element } from 'hast'
import { headingLevel, property, textOf } from './tree.ts'

/** Gives a heading a link to itself, if it has an id. */
export function withAnchor(element: Element): Element {
  const id = headingLevel(element) === undefined ? undefined : property(element, 'id')
  if (id === undefined) return element
  return { ...element, children: [...element.children, anchorTo(id, textOf(element))] }
}

/** Returns the link. Its label consists of the heading's words, so it needs no translation. */
function anchorTo(id: string, heading: string): Element {
  const properties = { className: ['anchor'], href: `#${encodeURI(id)}`, ariaLabel: `# ${heading.trim()}` }
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: '#' }] }
}
