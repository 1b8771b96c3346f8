import type { Element, ElementContent, Root } from 'hast'
import { imageSetFallback } from './image-set.ts'
import { elementsOf, mapElements, property } from './tree.ts'

/** Attributes in which pages keep the address of an image that a script loads later, the most usual first. */
const lazySources =
  'data-src data-lazy-src data-original data-lazy data-orig-file data-echo data-actualsrc data-cfsrc data-ezsrc data-hi-res-src data-image data-url data-delayed-url data-full-src'.split(
    ' ',
  )
const lazySets = ['data-srcset', 'data-lazy-srcset', 'data-original-set']
/** The address of an image that only holds the place of another one. */
const placeholder =
  /(^|[/_.-])(placeholder|spacer|blank|transparent|pixel|1x1|loading|lazy)[^/]*$|[?&](w|width)=\d\d?(&|$)/i

/**
 * Gives each image the address that a browser with scripts would show: of those that a script would load later, in a
 * `srcset`, in a `picture`, or in a `noscript` beside it.
 */
export function choosePictures(tree: Root): Root {
  const has = (name: string) => elementsOf(tree).some(({ tagName }) => tagName === name)
  const chosen = has('img') || has('source') ? mapElements(tree, choose) : tree
  if (!has('noscript')) return chosen
  const { children } = mapElements(chosen, withOneImage)
  return { type: 'root', children: withoutFallbacks(children.filter((child) => child.type !== 'doctype')) }
}

function choose(element: Element): Element {
  if (element.tagName === 'img' || element.tagName === 'source') return withAddress(element)
  return element.tagName === 'picture' ? withImage(element) : element
}

function withAddress(element: Element): Element {
  const [src, srcSet] = [property(element, 'src'), property(element, 'srcSet')]
  const set = isUsable(srcSet) ? srcSet : (firstOf(element, lazySets) ?? undefined)
  const lazy = isUsable(src) && !placeholder.test(src) ? undefined : firstOf(element, lazySources)
  const fallback = element.tagName === 'img' && !isUsable(src) && set !== undefined ? imageSetFallback(set) : undefined
  const address = lazy ?? fallback ?? src
  if (address === src && set === srcSet) return element
  const { src: _, srcSet: __, ...properties } = element.properties
  return {
    ...element,
    properties: {
      ...properties,
      ...(address !== undefined && { src: address }),
      ...(set !== undefined && { srcSet: set }),
    },
  }
}

function firstOf(element: Element, names: readonly string[]): string | undefined {
  return names.map((name) => property(element, name)?.trim()).find(isUsable)
}

function isUsable(address: string | undefined): address is string {
  return address !== undefined && address.trim() !== '' && !/^\s*(data|about|blob):/i.test(address)
}

/** Makes sure that a `picture` contains an `img` with an address, because feeds and mails show only that. */
function withImage(picture: Element): Element {
  const images = picture.children.filter((child) => child.type === 'element' && child.tagName === 'img')
  const image = images[0]
  if (image?.type === 'element' && isUsable(property(image, 'src'))) return picture
  const sets = elementsOf(picture).flatMap((element) =>
    element.tagName === 'source' ? (property(element, 'srcSet') ?? property(element, 'src') ?? []) : [],
  )
  // Authors put the format that every browser shows last.
  const src = sets.map(imageSetFallback).findLast(isUsable)
  if (src === undefined) return picture
  const shown: Element =
    image?.type === 'element'
      ? { ...image, properties: { ...image.properties, src } }
      : { type: 'element', tagName: 'img', properties: { src }, children: [] }
  return { ...picture, children: [...picture.children.filter((child) => !images.includes(child)), shown] }
}

function withOneImage(element: Element): Element {
  const children = withoutFallbacks(element.children)
  return children === element.children ? element : { ...element, children }
}

/** Shows the images of a `noscript` if there is no other image beside it. Otherwise they repeat that one. */
function withoutFallbacks(nodes: ElementContent[]): ElementContent[] {
  const fallbacks = nodes.filter((node) => node.type === 'element' && node.tagName === 'noscript')
  if (fallbacks.length === 0) return nodes
  const others = nodes.filter((node) => !fallbacks.includes(node))
  if (others.some(hasImage)) return others
  return nodes.flatMap((node) =>
    node.type === 'element' && fallbacks.includes(node) && hasImage(node) ? node.children : [node],
  )
}

function hasImage(node: ElementContent): boolean {
  return node.type === 'element' && [node, ...elementsOf(node)].some(isImage)
}

function isImage(element: Element): boolean {
  return element.tagName === 'img' && isUsable(property(element, 'src'))
}
