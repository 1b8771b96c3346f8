import type { Element, ElementContent, Properties, Root, RootContent, Text } from 'hast'
import { booleanAttributes, hastNames } from './allow-list.ts'

/** Returns the replacement of an element, whose children are mapped already. */
export type ElementMapping = (element: Element) => Element | readonly ElementContent[]
type TextMapping = (text: string) => string

/**
 * Maps every element of a tree, innermost first, and every text. Comments and doctypes are removed. The original tree is
 * never altered; the result shares its unchanged nodes.
 */
export function mapElements(tree: Root, mapping: ElementMapping, mapText?: TextMapping): Root {
  return { type: 'root', children: mapChildren(tree.children, mapping, mapText) }
}

function mapChildren(nodes: readonly RootContent[], mapping: ElementMapping, mapText?: TextMapping): ElementContent[] {
  let mapped: ElementContent[] | undefined // Most lists stay as they are.
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as RootContent // within bounds
    const replacement = mapNode(node, mapping, mapText)
    if (replacement === node) mapped?.push(replacement)
    else {
      mapped ??= nodes.slice(0, index) as ElementContent[] // which had no comments and doctypes, or they would be mapped
      if ('type' in replacement) mapped.push(replacement)
      else for (const each of replacement) mapped.push(each)
    }
  }
  return mapped ?? (nodes as ElementContent[])
}

function mapNode(node: RootContent, mapping: ElementMapping, mapText?: TextMapping): Text | ReturnType<ElementMapping> {
  if (node.type === 'text') return mapText ? mapTextNode(node, mapText) : node
  if (node.type !== 'element') return []
  const children = mapChildren(node.children, mapping, mapText)
  return mapping(children === node.children ? node : { ...node, children })
}

function mapTextNode(node: Text, mapText: TextMapping): Text {
  const value = mapText(node.value)
  return value === node.value ? node : { type: 'text', value }
}

/**
 * The last trees whose elements were listed: an article's as it was read and as it was sanitized. Many rules ask for them in
 * turns, and trees never gain or lose nodes once they are built. A WeakMap would make each garbage collection slow.
 */
let recent: readonly { readonly root: Root; readonly elements: readonly Element[] }[] = []

/** Lists all elements in document order, outermost first. */
export function elementsOf(node: Root | Element): readonly Element[] {
  const earlier = recent.find(({ root }) => root === node)
  if (earlier) return earlier.elements
  const elements: Element[] = []
  collectElements(node, elements)
  if (node.type === 'root') recent = [{ root: node, elements }, ...recent.slice(0, 1)]
  return elements
}

function collectElements(node: Root | Element, elements: Element[]): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    elements.push(child)
    collectElements(child, elements)
  }
}

/** Returns the text of a tree, white space included, without the elements for which `skips` returns true. */
export function textOf(node: RootContent | Root, skips: (element: Element) => boolean = () => false): string {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && skips(node)) return ''
  if (node.type === 'element' && node.tagName === 'br') return ' '
  return 'children' in node ? node.children.map((child) => textOf(child, skips)).join('') : ''
}

/** Elements within a line of text. All others separate words. */
const inline = new Set(
  'a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

export function isInline({ tagName }: Element): boolean {
  return inline.has(tagName)
}

const unseen = new Set(['script', 'style', 'template'])

/** Returns the text of a tree in one line, with a space between the texts of two blocks. */
export function lineOf(node: RootContent | Root): string {
  return spaced(node)
    .replaceAll(/[\t\n\f\r ]+/g, ' ')
    .replace(/^ | $/g, '')
}

function spaced(node: RootContent | Root): string {
  if (node.type === 'text') return node.value
  let text = ''
  if ('children' in node)
    for (const child of node.children) if (!('tagName' in child && unseen.has(child.tagName))) text += spaced(child)
  return node.type === 'element' && inline.has(node.tagName) ? text : ` ${text} `
}

/** Returns an empty element for each name under which links may lead into `element`, to stand in its place. */
export function anchorsOf(element: Element): Element[] {
  const names = [element, ...elementsOf(element)].flatMap((each) => [
    property(each, 'id') ?? [],
    (each.tagName === 'a' ? property(each, 'name') : undefined) ?? [],
  ])
  return names.flat().map((id) => ({ type: 'element', tagName: 'a', properties: { id }, children: [] }))
}

/** Returns a property in its HTML form; undefined if it is absent. */
export function property(element: Element, name: string): string | undefined {
  const value = element.properties[name]
  if (value === undefined || value === null || value === false) return undefined
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** Returns attributes under their hast names. */
export function toProperties(attributes: readonly { readonly name: string; readonly value: string }[]): Properties {
  const properties: Properties = {} // an attribute called __proto__ disappears, because its value is not an object
  for (const { name, value } of attributes) {
    if (name === 'class') properties.className = value.split(/\s+/).filter(Boolean)
    else properties[hastNames.get(name) ?? name] = booleanAttributes.has(name) || value
  }
  return properties
}

/** Returns true if an element has no properties. This is faster than counting them. */
export function isBare(properties: Properties): boolean {
  for (const _ in properties) return false
  return true
}

const headingLevels: Readonly<Record<string, number>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 }

/** Returns 1 to 6, or undefined for an element that is not a heading. */
export function headingLevel({ tagName }: Element): number | undefined {
  return Object.hasOwn(headingLevels, tagName) ? headingLevels[tagName] : undefined
}

/** Returns true for a quotation or a foldable box that is an alert: `<blockquote class="alert alert-note">`. */
export function isAlert({ properties }: Element): boolean {
  return Array.isArray(properties.className) && properties.className.includes('alert')
}
