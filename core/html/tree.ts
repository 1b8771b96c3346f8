import type { Element, ElementContent, Properties, Root, RootContent, Text } from 'hast'

/** What stands in an element's place; its children were mapped before it. */
export type ElementMapping = (element: Element) => readonly ElementContent[]
type TextMapping = (text: string) => string

/**
 * The tree with every element mapped, innermost first, and every text. Comments and doctypes are left out. What does not
 * change is shared with the tree it comes from: nodes are never altered.
 */
export function mapElements(tree: Root, mapping: ElementMapping, mapText: TextMapping = (text) => text): Root {
  return { type: 'root', children: mapChildren(tree.children, mapping, mapText) }
}

function mapChildren(nodes: readonly RootContent[], mapping: ElementMapping, mapText: TextMapping): ElementContent[] {
  const mapped: ElementContent[] = []
  for (const node of nodes) {
    if (node.type === 'text') mapped.push(mapTextNode(node, mapText))
    if (node.type === 'element') for (const replacement of mapElement(node, mapping, mapText)) mapped.push(replacement)
  }
  return mapped
}

function mapElement(node: Element, mapping: ElementMapping, mapText: TextMapping): readonly ElementContent[] {
  const children = mapChildren(node.children, mapping, mapText)
  const isSame = children.length === node.children.length && children.every((child, n) => child === node.children[n])
  return mapping(isSame ? node : { ...node, children })
}

function mapTextNode(node: Text, mapText: TextMapping): Text {
  const value = mapText(node.value)
  return value === node.value ? node : { type: 'text', value }
}

/** Elements in document order, outermost first. */
export function elementsOf(node: Root | Element): readonly Element[] {
  const elements: Element[] = []
  collectElements(node, elements)
  return elements
}

function collectElements(node: Root | Element, elements: Element[]): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    elements.push(child)
    collectElements(child, elements)
  }
}

/** The text of a tree as it stands there, without that of elements which `skips`. */
export function textOf(node: RootContent | Root, skips: (element: Element) => boolean = () => false): string {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && skips(node)) return ''
  if (node.type === 'element' && node.tagName === 'br') return ' '
  return 'children' in node ? node.children.map((child) => textOf(child, skips)).join('') : ''
}

/** A property as the text it has in HTML; undefined if it is absent. */
export function property(element: Element, name: string): string | undefined {
  const value = element.properties[name]
  if (value === undefined || value === null || value === false) return undefined
  return Array.isArray(value) ? value.join(' ') : String(value)
}

export function isBare(properties: Properties): boolean {
  for (const _ in properties) return false
  return true
}

const headingLevels: Readonly<Record<string, number>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 }

export function headingLevel({ tagName }: Element): number | undefined {
  return Object.hasOwn(headingLevels, tagName) ? headingLevels[tagName] : undefined
}
