import slugify from '@sindresorhus/slugify'
import type { Root } from 'hast'
import { plainSlug } from '../text/slug.ts'
import { idPrefix } from './allow-list.ts'
import { mostAnchors } from './limits.ts'
import { elementsOf, headingLevel, property, textOf } from './tree.ts'

/**
 * Gives each heading of `tree` an id made from its words, unless its author gave it one, and removes repeated ids. Alters
 * the tree.
 * @returns the ids that were made
 */
export function nameHeadings(tree: Root): ReadonlySet<string> {
  const elements = elementsOf(tree)
  const taken = new Set<string>()
  for (const element of elements) {
    const id = property(element, 'id')
    if (id === undefined) continue
    if (taken.has(id)) delete element.properties.id
    taken.add(id)
  }
  const made = new Set<string>()
  const numbers = new Map<string, number>()
  for (const element of elements) {
    if (headingLevel(element) === undefined || element.properties.id !== undefined || made.size >= mostAnchors) continue
    const id = freeId(textOf(element), taken, numbers)
    element.properties = { ...element.properties, id }
    taken.add(id)
    made.add(id)
  }
  return made
}

function freeId(text: string, taken: ReadonlySet<string>, numbers: Map<string, number>): string {
  const words = idPrefix + (slugOf(text.slice(0, 100)).slice(0, 60).replace(/-$/, '') || 'section')
  for (let number = numbers.get(words) ?? 1; ; number++) {
    const id = number === 1 ? words : `${words}-${number}`
    if (taken.has(id)) continue
    numbers.set(words, number)
    return id
  }
}

function slugOf(text: string): string {
  return plainSlug(text) ?? slugify(text, { decamelize: false })
}
