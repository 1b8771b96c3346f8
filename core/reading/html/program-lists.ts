import type { Element, ElementContent, RootContent } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import { classesOf } from './element-names.ts'
import { stylesOf } from './text-styles.ts'

/** An item of a list that a program wrote as paragraphs (Word) or as one list for each level (Google Docs) or item (Notion). */
export type ListItem = {
  readonly level: number
  /** Items of one kind at one level are one list. */
  readonly kind: string
  readonly tagName: 'ul' | 'ol'
  readonly start?: number | undefined
  readonly type?: string | undefined
  /** Not cleaned yet. */
  readonly node: Element
}

/** Reads an element that is an item, or a part of a list with several items; undefined for any other. */
export function listItemsOf(element: Element): readonly ListItem[] | undefined {
  if (element.tagName === 'p' || element.tagName === 'div') return wordItem(element)
  if (element.tagName !== 'ul' && element.tagName !== 'ol') return undefined
  const classes = classesOf(element)
  const docs = classes.flatMap((name) => /^(lst-kix_.+)-(\d)$/.exec(name) ?? [])
  const isNotion = classes.some((name) => ['bulleted-list', 'numbered-list', 'to-do-list'].includes(name))
  if (docs.length === 0 && !isNotion) return undefined
  const tagName = element.tagName
  const start = Number(property(element, 'start') ?? 1)
  // An item of Notion's numbered lists that begins with 1 begins another list.
  const kind =
    docs[1] ??
    (tagName === 'ol' && start === 1 ? `ol ${element.position?.start.line} ${property(element, 'id')}` : tagName)
  const items = element.children.filter((node) => node.type === 'element' && node.tagName === 'li')
  return items.map((node) => ({ level: Number(docs[2] ?? 0), kind, tagName, start, node: node as Element })) // filtered above
}

/** Builds nested lists. `clean` returns the content of an item. */
export function buildLists(
  items: readonly ListItem[],
  clean: (item: Element) => readonly ElementContent[],
): readonly ElementContent[] {
  const lists: Element[] = []
  const open: { readonly item: ListItem; readonly list: Element }[] = []
  for (const item of items) {
    while (open.length > 0 && (open.at(-1)?.item.level ?? 0) > item.level) open.pop()
    const top = open.at(-1)
    let list = top?.item.level === item.level && continues(top.item, item) ? top.list : undefined
    if (list === undefined) {
      if (top?.item.level === item.level) open.pop()
      list = newList(item)
      const parent = open.at(-1)?.list.children.at(-1)
      if (parent?.type === 'element') parent.children.push(list)
      else lists.push(list)
      open.push({ item, list })
    }
    list.children.push({ type: 'element', tagName: 'li', properties: {}, children: [...clean(item.node)] })
  }
  return lists
}

function continues(before: ListItem, item: ListItem): boolean {
  return (
    before.tagName === item.tagName &&
    (before.kind === item.kind || (item.tagName === 'ol' && /^ol /.test(before.kind) && item.kind === 'ol'))
  )
}

function newList({ tagName, start, type }: ListItem): Element {
  const properties = { ...(start !== undefined && start > 1 && { start: String(start) }), ...(type && { type }) }
  return { type: 'element', tagName, properties: tagName === 'ol' ? properties : {}, children: [] }
}

/** Reads a list paragraph of Word. A marker such as "Step 1:" is part of the text, so that paragraph is no item. */
function wordItem(element: Element): readonly ListItem[] | undefined {
  const style = stylesOf(element)
  const list = /^l(\d+) level(\d)/.exec(style.get('mso-list') ?? '')
  const isNamed = classesOf(element).some((name) => /^(?:mso)?list(?:paragraph|bullet|number)/.test(name))
  if (list === null && !isNamed) return undefined
  const marker = markerOf(element)
  if (marker === undefined && list === null) return undefined
  const order = orderOf(marker ?? '·')
  if (order === undefined) return undefined
  const level = list ? Number(list[2]) : levelByIndent(style.get('margin-left'))
  return [{ level, kind: `${list?.[1]} ${order.type ?? ''}`, ...order, node: element }]
}

/** Word indents each level by half an inch. Its class, which we do not read, indents the first level. */
function levelByIndent(margin: string | undefined): number {
  const [, value, unit = ''] = /^(-?[\d.]+)(pt|in|cm|mm|px)$/.exec(margin ?? '') ?? []
  const points = Number(value ?? 36) * ({ pt: 1, in: 72, cm: 28.35, mm: 2.835, px: 0.75 }[unit] ?? 1)
  return Math.min(9, Math.max(1, Math.round(points / 36)))
}

/** Returns the kind of list that a marker belongs to; undefined for one that is more than a bullet or a number. */
function orderOf(marker: string): Pick<ListItem, 'tagName' | 'start' | 'type'> | undefined {
  const text = marker.trim()
  const number = /^\(?(?:\d{1,3}\.)*(\d{1,4})[.)]?$/.exec(text)
  if (number) return { tagName: 'ol', start: Number(number[1]) }
  const letter = /^\(?([a-z]|[ivx]{1,5})[.)]$/i.exec(text)?.[1]
  if (letter === undefined) return [...text].length <= 2 ? { tagName: 'ul' } : undefined
  const isRoman = /^[ivx]+$/i.test(letter) && (letter.length > 1 || /^i$/i.test(letter))
  const type = isRoman ? 'i' : 'a'
  const start = isRoman ? romanValue(letter.toLowerCase()) : letter.toLowerCase().charCodeAt(0) - 96
  return { tagName: 'ol', start, type: letter === letter.toLowerCase() ? type : type.toUpperCase() }
}

function romanValue(letters: string): number {
  const values = [...letters].map((letter) => ({ i: 1, v: 5, x: 10 })[letter] ?? 0)
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}

/** Returns the text of the bullet or number of a paragraph. */
function markerOf(paragraph: Element): string | undefined {
  for (const element of [paragraph, ...elementsOf(paragraph)]) {
    if (stylesOf(element).get('mso-list') === 'ignore') return textOf(element)
    const zone = markerZone(element.children)
    if (zone)
      return element.children
        .slice(zone[0], zone[1])
        .map((node) => textOf(node))
        .join('')
  }
  const gap = markerGap(paragraph)
  return gap && textBefore(paragraph, gap)
}

/** Returns the range of the nodes between Word's comments `[if !supportLists]` and `[endif]`. */
function markerZone(nodes: readonly RootContent[]): readonly [number, number] | undefined {
  const start = nodes.findIndex((node) => node.type === 'comment' && /^\s*\[if !supportLists\]/.test(node.value))
  if (start < 0) return undefined
  const end = nodes.findIndex((node, index) => index > start && node.type === 'comment' && /\[endif\]/.test(node.value))
  return end < 0 ? undefined : [start, end]
}

/** Returns the content of an item without its bullet or number. */
export function withoutMarker(item: Element): readonly ElementContent[] {
  const children = dropMarker(item.children)
  if (children !== item.children) return children
  const gap = markerGap(item)
  return gap ? after(item, gap) : children
}

function dropMarker(nodes: ElementContent[]): ElementContent[] {
  const zone = markerZone(nodes)
  if (zone) return nodes.toSpliced(zone[0], zone[1] - zone[0] + 1)
  for (const [index, node] of nodes.entries()) {
    if (node.type !== 'element') continue
    if (stylesOf(node).get('mso-list') === 'ignore') return nodes.toSpliced(index, 1)
    const children = dropMarker(node.children)
    if (children !== node.children) return nodes.with(index, { ...node, children })
  }
  return nodes
}

/** Returns the nodes after `end`, wherever in the tree it is. */
function after(parent: Element, end: Element): readonly ElementContent[] {
  const index = parent.children.findIndex(
    (node) => node === end || (node.type === 'element' && elementsOf(node).includes(end)),
  )
  const node = parent.children[index]
  if (node?.type !== 'element') return parent.children
  const rest = parent.children.slice(index + 1)
  return node === end ? rest : [{ ...node, children: [...after(node, end)] }, ...rest]
}

/** Returns the tiny span of spaces after a marker, which is all that "Web Page, Filtered" keeps of the marker. */
function markerGap(paragraph: Element): Element | undefined {
  const gap = elementsOf(paragraph).find((element) => {
    const style = element.tagName === 'span' ? stylesOf(element) : undefined
    const isTiny = /^7(?:\.0)?pt/.test(style?.get('font') ?? style?.get('font-size') ?? '')
    return isTiny && textOf(element).trim() === ''
  })
  return gap && textBefore(paragraph, gap).trim().length <= longestMarker ? gap : undefined
}

const longestMarker = 12

function textBefore(parent: Element, end: Element): string {
  let text = ''
  const visit = (node: RootContent): boolean => {
    if (node === end) return true
    if (node.type === 'text') text += node.value
    return node.type === 'element' && node.children.some(visit)
  }
  parent.children.some(visit)
  return text
}
