import type { Element } from 'hast'

/** Returns the class names of an element, in lower case. */
export function classesOf({ properties }: Element): readonly string[] {
  const { className } = properties
  return Array.isArray(className) ? className.map((name) => String(name).toLowerCase()) : []
}

/** Returns the first class or id of an element that is in the set. */
export function nameIn(element: Element, names: ReadonlySet<string>): string | undefined {
  const id = element.properties.id
  return (
    classesOf(element).find((name) => names.has(name)) ?? (names.has(String(id).toLowerCase()) ? String(id) : undefined)
  )
}

export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
