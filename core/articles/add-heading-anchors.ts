import slugify from '@sindresorhus/slugify'
import type { Element } from 'hast'
import { headingLevel, property, textOf } from './map-tree.ts'

/** Beyond a book's worth of headings nobody links to one. */
const mostAnchors = 200

/** Gives every heading, in the order in which it meets them, an id made of its words and a link to itself. */
export function headingAnchors(): (element: Element) => Element {
  const taken = new Set<string>()
  return (element) => {
    if (headingLevel(element) === undefined || taken.size >= mostAnchors) return element
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
  const words = slugify(text.slice(0, 100), { decamelize: false }).slice(0, 60).replace(/-$/, '') || 'section'
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
