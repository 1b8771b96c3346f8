import slugify from '@sindresorhus/slugify'
import type { Element, Root } from 'hast'
import { idPrefix } from './prepare-tree.ts'
import { elementsOf, headingLevel, property, textOf } from './tree.ts'

/** Beyond a book's worth of headings nobody links to one. */
const mostAnchors = 200

/**
 * Gives every heading of a tree, in the order in which it meets them, an id made of its words, where authors' own links
 * to `#its-words` lead, and a link to itself.
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

/** Named in no language but the heading's own. */
function anchorTo(id: string, heading: string): Element {
  const properties = { className: ['anchor'], href: `#${id}`, ariaLabel: `# ${heading.trim()}` }
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: '#' }] }
}
