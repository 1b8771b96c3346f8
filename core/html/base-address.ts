import type { Element, Root } from 'hast'
import { mapImageSet } from './image-set.ts'
import { elementsOf, mapElements, property } from './tree.ts'

/** Attributes with an address, and those from which scripts load images later. */
const addresses = ['href', 'src', 'poster', 'cite', 'data-src', 'data-lazy-src', 'data-original', 'data-lazy']
const sets = ['srcSet', 'data-srcset', 'data-lazy-srcset']

/** Resolves the relative addresses of a page against its `<base href>`, if that is a web address. */
export function resolveBase(document: Root): Root {
  const element = elementsOf(document).find(({ tagName, properties }) => tagName === 'base' && properties.href)
  const base = element && property(element, 'href')?.trim()
  if (base === undefined || !/^https?:\/\//i.test(base)) return document
  const place = (address: string) => (/^\s*#/.test(address) ? address : (URL.parse(address, base)?.href ?? address))
  return mapElements(document, (element) => withAddresses(element, place))
}

function withAddresses(element: Element, place: (address: string) => string): Element {
  const properties = { ...element.properties }
  for (const name of addresses) if (typeof properties[name] === 'string') properties[name] = place(properties[name])
  for (const name of sets) {
    if (typeof properties[name] === 'string') properties[name] = mapImageSet(properties[name], place)
  }
  if (
    element.tagName === 'meta' &&
    /image(:url|:src)?$/i.test(property(element, 'property') ?? property(element, 'name') ?? '')
  ) {
    properties.content = place(String(properties.content ?? ''))
  }
  return { ...element, properties }
}
