import type { Element, ElementContent, Root, RootContent } from 'hast'

/** What stands in an element's place; its children were mapped before it. */
export type ElementMapping = (element: Element) => readonly ElementContent[]

/** A copy of the tree with every element mapped, innermost first. Comments and doctypes are left out. */
export function mapElements(tree: Root, mapping: ElementMapping): Root {
  return { type: 'root', children: mapChildren(tree.children, mapping) }
}

function mapChildren(nodes: readonly RootContent[], mapping: ElementMapping): ElementContent[] {
  const mapped: ElementContent[] = []
  for (const node of nodes) {
    if (node.type === 'text') mapped.push({ type: 'text', value: node.value })
    if (node.type !== 'element') continue
    const { tagName, properties } = node
    const element: Element = { type: 'element', tagName, properties, children: mapChildren(node.children, mapping) }
    for (const replacement of mapping(element)) mapped.push(replacement)
  }
  return mapped
}

/** Elements in document order, outermost first. */
export function* elementsOf(node: Root | Element): Generator<Element> {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    yield child
    yield* elementsOf(child)
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

export function headingLevel(element: Element): number | undefined {
  const level = /^h([1-6])$/.exec(element.tagName)?.[1]
  return level === undefined ? undefined : Number(level)
}
