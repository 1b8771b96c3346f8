import type { Element, Root } from 'hast'
import { textOf } from '../html/tree.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'

/** Characters. */
export const longestSummary = 300

/** A text as a summary: plain, in one line, not too long. */
export function toSummary(text: string): string {
  return cutAtWord(cleanLine(text.slice(0, 10 * longestSummary)), longestSummary)
}

/** The first paragraph with words in it, or whatever else there is to read. */
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

/** Not what the article itself begins with: notes, captions, quotations, tables, code. */
function isAside({ tagName, properties }: Element): boolean {
  const asides = [
    'blockquote',
    'figure',
    'table',
    'pre',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'nav',
    'aside',
    'script',
    'style',
  ]
  return asides.includes(tagName) || /footnote/.test(String(properties.className))
}
