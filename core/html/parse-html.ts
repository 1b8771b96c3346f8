import type { Comment, Element, ElementContent, Properties, Root, Text } from 'hast'
import { defaultTreeAdapter, type DefaultTreeAdapterTypes as Parse5, parse, type TreeAdapter } from 'parse5'
import { checkTags } from './check-tags.ts'
import { TooComplexError } from './too-complex-error.ts'

/** Elements and comments of one document; real articles have a few hundred. */
const mostNodes = 25_000
/** Elements within each other. The time to parse grows with it, and whatever walks a tree recurses this deep. */
const deepestNesting = 256

/**
 * Parses a page or a fragment as a browser with scripting off would.
 * Attributes that no allowed element has keep their HTML names.
 * @param positions whether elements get their positions in the source, which costs a quarter of the time
 * @throws {TooComplexError}
 */
export function parseHtml(html: string, positions = true): Root {
  checkTags(html)
  const document = parse(html, {
    treeAdapter: boundedAdapter(),
    scriptingEnabled: false,
    sourceCodeLocationInfo: positions,
  })
  return { type: 'root', children: toHast(document.childNodes) }
}

/** Counts while the parser builds, so that a bomb is noticed before it has gone off. */
function boundedAdapter(): TreeAdapter<Parse5.DefaultTreeAdapterMap> {
  let nodes = 0
  let depth = 0
  const count = () => {
    if (++nodes > mostNodes) throw new TooComplexError(`it has more than ${mostNodes.toLocaleString('en')} elements`)
  }
  return {
    ...defaultTreeAdapter,
    createElement(...parameters) {
      count()
      return defaultTreeAdapter.createElement(...parameters)
    },
    createCommentNode(data) {
      count()
      return defaultTreeAdapter.createCommentNode(data)
    },
    onItemPush() {
      if (++depth > deepestNesting) {
        throw new TooComplexError(`its elements are nested more than ${deepestNesting} levels deep`)
      }
    },
    onItemPop() {
      depth--
    },
  }
}

function toHast(nodes: readonly Parse5.ChildNode[]): ElementContent[] {
  return nodes.map((node) => {
    if ('attrs' in node) return toElement(node)
    const literal: Text | Comment =
      'value' in node
        ? { type: 'text', value: node.value }
        : { type: 'comment', value: 'data' in node ? node.data : '' }
    return literal
  })
}

function toElement(node: Parse5.Element): Element {
  const element: Element = {
    type: 'element',
    tagName: node.tagName,
    properties: toProperties(node.attrs),
    children: toHast(node.childNodes),
  }
  const location = node.sourceCodeLocation
  if (location) {
    element.position = {
      start: { line: location.startLine, column: location.startCol },
      end: { line: location.endLine, column: location.endCol },
    }
  }
  return element
}

const hastNames: Readonly<Record<string, string>> = {
  colspan: 'colSpan',
  rowspan: 'rowSpan',
  datetime: 'dateTime',
  srcset: 'srcSet',
}
const booleans = new Set(['open', 'controls', 'reversed', 'hidden'])

function toProperties(attributes: Parse5.Element['attrs']): Properties {
  const properties: Properties = {} // of an attribute called __proto__ nothing is left, as it is no object
  for (const { name, value } of attributes) {
    if (name === 'class') properties.className = value.split(/\s+/).filter(Boolean)
    else properties[hastNames[name] ?? name] = booleans.has(name) || value
  }
  return properties
}
