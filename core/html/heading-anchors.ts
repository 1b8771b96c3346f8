import slugify from '@sindresorhus/slugify'
import type { Element, Root } from 'hast'
import { idPrefix } from './allow-list.ts'
import { mostAnchors } from './limits.ts'
import { elementsOf, headingLevel, property, textOf } from './tree.ts'

/**
 * Returns a mapping that gives each heading of `tree` a link to itself and an id made from its words, so that an author's
 * own link to `#its-words` leads there. The mapping must be called in document order.
 */
export function headingAnchors(tree: Root): (element: Element) => Element {
  const taken = new Set(elementsOf(tree).flatMap((element) => property(element, 'id') ?? []))
  let anchors = 0
  return (element) => {
    if (headingLevel(element) === undefined || anchors >= mostAnchors) return element
    anchors += 1
    const text = textOf(element)
    const id = property(element, 'id') ?? freeId(text, taken)
    taken.add(id)
    return {
      ...element,
      properties: { ...element.properties, id },
      children: [...element.children, anchorTo(id, text)],
    }
  }
}

function freeId(text: string, taken: ReadonlySet<string>): string {
  const slug = slugify(text.slice(0, 100), { decamelize: false }).slice(0, 60).replace(/-$/, '') || 'section'
  const words = idPrefix + slug
  for (let number = 1; ; number++) {
    const id = number === 1 ? words : `${words}-${number}`
    if (!taken.has(id)) return id
  }
}

/** Returns the link. Its label consists of the heading's words, so it needs no translation. */
function anchorTo(id: string, heading: string): Element {
  const properties = { className: ['anchor'], href: `#${id}`, ariaLabel: `# ${heading.trim()}` }
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: '#' }] }
}
