import type { Element, Root } from 'hast'
import { textOf } from '../html/tree.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { longestSummary } from './limits.ts'

/** Turns a text into a summary: one line of plain text of limited length. */
export function toSummary(text: string): string {
  return cutAtWord(cleanLine(text.slice(0, 10 * longestSummary)), longestSummary)
}

/** Returns a summary made from the first paragraph that has words, or else from the whole text. */
export function firstParagraph(tree: Root): string {
  const paragraph = findParagraph(tree) ?? textOf(tree, isAside)
  return toSummary(paragraph)
}

function findParagraph(node: Root | Element): string | undefined {
  for (const child of node.children) {
    if (child.type !== 'element' || isAside(child)) continue
    const text = child.tagName === 'p' ? textOf(child, isAside) : findParagraph(child)
    if (text !== undefined && /[\p{L}\p{N}]/u.test(text) && !isDate(child)) return text
  }
  return undefined
}

function isDate({ children }: Element): boolean {
  const [only, ...others] = children.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  return others.length === 0 && only?.type === 'element' && only.tagName === 'time'
}

const asides = new Set([
  ...['blockquote', 'figure', 'table', 'pre', 'nav', 'aside', 'script', 'style'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
])

/** Returns true for an element that is not running text: a note, caption, quotation, table, heading or code. */
function isAside({ tagName, properties }: Element): boolean {
  return asides.has(tagName) || /footnote/.test(String(properties.className))
}
