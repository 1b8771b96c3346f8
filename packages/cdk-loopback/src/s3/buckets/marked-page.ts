import type { XmlElement } from '../protocol/xml-writer.ts'

/** An entry of a list whose next page begins after two markers: an item with a key, or a common prefix. */
type Entry<Item extends { readonly key: string }> = Item | string
type Encode = (text: string) => string

/** Renders the markers of the next page. @param marker renders the second one, which distinguishes items of the same key */
export function renderNext<Item extends { readonly key: string }>(
  last: Entry<Item>,
  marker: (item: Item) => XmlElement,
  encode: Encode,
): XmlElement[] {
  if (typeof last === 'string') return [['NextKeyMarker', encode(last)]]
  return [['NextKeyMarker', encode(last.key)], marker(last)]
}

/** Renders the common prefixes of a page. */
export function renderPrefixes(page: readonly (object | string)[], encode: Encode): XmlElement[] {
  return page.flatMap((entry): XmlElement[] =>
    typeof entry === 'string' ? [['CommonPrefixes', [['Prefix', encode(entry)]]]] : [],
  )
}
