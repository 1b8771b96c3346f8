import type { Element, Root } from 'hast'
import { elementsOf, property } from './tree.ts'

/** Pixels of a picture, by its address as the author wrote it. */
export type SizeOf = (address: string) => { readonly width?: number; readonly height?: number } | undefined

/**
 * Tells pictures their sizes, unless their author has, so that a page keeps their places while they are under way.
 * @param place the address at which a picture is published
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
