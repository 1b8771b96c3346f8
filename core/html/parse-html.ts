import type { Comment, Element, ElementContent, Root, Text } from 'hast'
import { defaultTreeAdapter, type DefaultTreeAdapterTypes as Parse5, parse, type TreeAdapter } from 'parse5'
import { deepestNesting, mostAttributes, mostNodes } from './limits.ts'
import { TooComplexError } from './too-complex-error.ts'
import { toProperties } from './tree.ts'

/**
 * Parses a page or a fragment as a browser without scripting does.
 * @param positions whether elements get their positions in the source, which takes a quarter of the time
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

/**
 * Rejects a tag with thousands of attributes before the parser reads it, in time linear in the length of the text.
 * @throws {TooComplexError}
 */
function checkTags(html: string): void {
  const opening = /<[a-zA-Z]/g
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    opening.lastIndex = endOfTag(html, match.index + 1)
  }
}

function endOfTag(html: string, start: number): number {
  let words = 0
  for (let index = start; index < html.length; index++) {
    const character = html[index]
    if (character === '>') return index
    if (character === '=') index = endOfValue(html, index + 1)
    else if (character === ' ' || character === '\n' || character === '\t' || character === '/') words++
    if (words > mostAttributes) {
      throw new TooComplexError(`one of its tags has more than ${mostAttributes.toLocaleString('en')} attributes`)
    }
  }
  return html.length
}

/** Returns the index of the last character of a quoted value, or the index before `start` if there is no quote. */
function endOfValue(html: string, start: number): number {
  let index = start
  while (index < html.length && /\s/.test(html[index] ?? '')) index++
  const quote = html[index]
  if (quote !== '"' && quote !== "'") return start - 1
  const end = html.indexOf(quote, index + 1)
  return end < 0 ? html.length : end
}

/** Counts nodes and depth while the parser builds the tree, so that parsing stops as soon as a limit is exceeded. */
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
