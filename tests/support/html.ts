import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'

/** Parses an HTML document. Returns its tree and parse5's errors. */
export function parseHtml(html: string): { readonly tree: Root; readonly errors: readonly string[] } {
  const errors: string[] = []
  const tree = fromHtml(html, {
    onerror: (error) => {
      errors.push(`${error.line}:${error.column} ${error.ruleId}`)
    },
  })
  return { tree, errors }
}

export function elementsOf(tree: Root, ...names: string[]): Element[] {
  const elements: Element[] = []
  visit(tree, 'element', (element) => {
    if (names.length === 0 || names.includes(element.tagName)) elements.push(element)
  })
  return elements
}

/** Returns the text within an element. */
export function textOf(element: Element | undefined): string {
  const parts: string[] = []
  if (element) visit(element, 'text', (text) => void parts.push(text.value))
  return parts.join('')
}
