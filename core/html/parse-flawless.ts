import type { Element, ElementContent, Properties, Root } from 'hast'
import { toProperties } from './tree.ts'

/** Text has no blocks in it; flow has both. */
type Content = 'flow' | 'text' | 'nothing' | 'items' | 'definitions' | 'groups' | 'rows' | 'cells'
type Kind = { readonly place: Content; readonly content: Content; readonly end: string }

const kinds: ReadonlyMap<string, Kind> = new Map(
  (
    [
      ['text', 'text', 'a abbr b bdi cite code del em i ins kbd mark q s samp small span strong sub sup time u var'],
      ['text', 'nothing', 'br img'],
      ['flow', 'nothing', 'hr'],
      ['flow', 'text', 'h1 h2 h3 h4 h5 h6 p pre'],
      ['flow', 'flow', 'blockquote details div section summary'],
      ['flow', 'items', 'ol ul'],
      ['items', 'flow', 'li'],
      ['flow', 'definitions', 'dl'],
      ['definitions', 'flow', 'dd dt'],
      ['flow', 'groups', 'table'],
      ['groups', 'rows', 'tbody thead'],
      ['rows', 'cells', 'tr'],
      ['cells', 'flow', 'td th'],
    ] as const
  ).flatMap(([place, content, names]) =>
    names.split(' ').map((name) => [name, { place, content, end: `</${name}>` }] as const),
  ),
)

/** Levels, elements and attributes of a tag: far below the limits of the parser. */
const deepest = 200
const mostElements = 20_000
const mostAttributes = 20

/**
 * Builds the tree of HTML in which every element has its tags and stands where it may, so that a parser corrects nothing.
 * Returns undefined for all other HTML, and for what it does not know.
 */
export function parseFlawless(html: string): Root | undefined {
  if (!/^<[a-z]/.test(html) || html.includes('\0') || html.includes('\r')) return undefined
  const root: Root = { type: 'root', children: [] }
  const open: { readonly children: Element['children']; readonly kind: Kind }[] = []
  let children = root.children as ElementContent[] // a body has no doctype
  let kind: Kind = { place: 'flow', content: 'flow', end: '' }
  let elements = 0
  let links = 0
  for (let at = 0; at < html.length; ) {
    const next = html.indexOf('<', at)
    const end = next < 0 ? html.length : next
    if (end > at) {
      const value = decoded(html.slice(at, end))
      const isText = kind.content === 'flow' || kind.content === 'text'
      if (value === undefined || (!isText && /[^\t\n\f ]/.test(value))) return undefined
      children.push({ type: 'text', value })
    }
    if (next < 0) break
    if (html.charCodeAt(next + 1) === 0x2f) {
      const parent = open.pop()
      if (parent === undefined || !html.startsWith(kind.end, next)) return undefined
      at = next + kind.end.length
      if (kind.end === '</a>') links--
      ;({ children, kind } = parent)
      continue
    }
    const close = html.indexOf('>', next)
    const bare = html.slice(next + 1, close)
    const tag = kinds.has(bare) ? { name: bare, properties: {}, end: close + 1 } : readTag(html, next)
    const inner = tag && kinds.get(tag.name)
    if (!tag || !inner || (inner.place !== kind.content && !(inner.place === 'text' && kind.content === 'flow')))
      return undefined
    at = tag.end
    if (tag.name === 'a' && links++ > 0) return undefined
    if (tag.name === 'pre' && html.startsWith('\n', at)) return undefined // A parser leaves out this line break.
    if (++elements > mostElements) return undefined
    const element: Element = { type: 'element', tagName: tag.name, properties: tag.properties, children: [] }
    children.push(element)
    if (inner.content === 'nothing') continue
    if (open.push({ children, kind }) > deepest) return undefined
    children = element.children
    kind = inner
  }
  return open.length === 0 ? root : undefined
}

type Tag = { readonly name: string; readonly properties: Properties; readonly end: number }

/** Reads a tag with attributes. */
function readTag(html: string, start: number): Tag | undefined {
  let at = html.indexOf(' ', start)
  const name = html.slice(start + 1, at)
  if (at < 0 || !kinds.has(name)) return undefined
  const attributes: { name: string; value: string }[] = []
  while (html.charCodeAt(at) === 0x20 && attributes.length < mostAttributes) {
    const equals = html.indexOf('="', at)
    const end = html.indexOf('"', equals + 2)
    const attribute = html.slice(at + 1, equals)
    const value = decoded(html.slice(equals + 2, end))
    if (equals < 0 || end < 0 || !/^[a-z-]+$/.test(attribute) || value === undefined) return undefined
    if (attributes.some((earlier) => earlier.name === attribute)) return undefined
    attributes.push({ name: attribute, value })
    at = end + 1
  }
  return html.charCodeAt(at) === 0x3e ? { name, properties: toProperties(attributes), end: at + 1 } : undefined
}

const references: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' },
  ...{ '&#x26;': '&', '&#x3C;': '<', '&#x22;': '"', '&#x27;': "'", '&#x60;': '`' },
}

/** Replaces the references that markdown-it and serialize-tree.ts write. Returns undefined if there are others. */
function decoded(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isKnown = true
  const result = text.replace(/&(?:#?\w+;)?/g, (reference) => {
    const character = references[reference]
    if (character === undefined) isKnown = false
    return character ?? ''
  })
  return isKnown ? result : undefined
}
