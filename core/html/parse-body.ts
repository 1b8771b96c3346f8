import type { Element, ElementContent, Properties, Root } from 'hast'
import { parseHtml, toProperties } from './parse-html.ts'

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

/** Levels and elements that are far below the limits of the parser. */
const deepest = 200
const mostElements = 20_000

/**
 * Returns the content of the `body` of a document, without positions. HTML without any mistakes or omissions, as it is
 * rendered from Markdown, is read in a third of the time that the parser takes.
 * @throws {TooComplexError}
 */
export function parseBody(html: string): Root {
  return parseFlawless(html) ?? bodyOf(parseHtml(html, false))
}

function bodyOf(document: Root): Root {
  const html = document.children.find((node) => node.type === 'element' && node.tagName === 'html')
  const body =
    html?.type === 'element'
      ? html.children.find((node) => node.type === 'element' && node.tagName === 'body')
      : undefined
  return { type: 'root', children: body?.type === 'element' ? body.children : [] }
}

/**
 * Builds the tree of HTML in which every element has its tags and stands where it may, so that a parser corrects nothing.
 * Returns undefined for all other HTML, and for what it does not know.
 */
function parseFlawless(html: string): Root | undefined {
  if (!/^<[a-z]/.test(html) || html.includes('\0') || html.includes('\r')) return undefined
  const root: Root = { type: 'root', children: [] }
  const open: { readonly children: Element['children']; readonly kind: Kind }[] = []
  let children = root.children as ElementContent[] // a body has no doctype
  let kind: Kind = { place: 'flow', content: 'flow', end: '' }
  let elements = 0
  let links = 0
  const tag = /<([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*"){0,20})>/y
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
    tag.lastIndex = next
    const [, tagName = '', attributes = ''] = tag.exec(html) ?? []
    const inner = kinds.get(tagName)
    if (inner === undefined || (inner.place !== kind.content && !(inner.place === 'text' && kind.content === 'flow')))
      return undefined
    at = tag.lastIndex
    if (tagName === 'a' && links++ > 0) return undefined
    if (tagName === 'pre' && html.startsWith('\n', at)) return undefined // A parser leaves out this line break.
    const properties = attributes === '' ? {} : propertiesIn(attributes)
    if (properties === undefined || ++elements > mostElements) return undefined
    const element: Element = { type: 'element', tagName, properties, children: [] }
    children.push(element)
    if (inner.content === 'nothing') continue
    if (open.push({ children, kind }) > deepest) return undefined
    children = element.children
    kind = inner
  }
  return open.length === 0 ? root : undefined
}

function propertiesIn(text: string): Properties | undefined {
  const attributes: { name: string; value: string }[] = []
  for (const [, name = '', raw = ''] of text.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
    const value = decoded(raw)
    if (value === undefined || attributes.some((attribute) => attribute.name === name)) return undefined
    attributes.push({ name, value })
  }
  return toProperties(attributes)
}

const references: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/** Replaces the references that every renderer writes. Returns undefined if there are others. */
function decoded(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isKnown = true
  const result = text.replace(/&(?:[a-z]+;)?/g, (reference) => {
    const character = references[reference]
    if (character === undefined) isKnown = false
    return character ?? ''
  })
  return isKnown ? result : undefined
}
