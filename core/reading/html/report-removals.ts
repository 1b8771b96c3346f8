import type { Element } from 'hast'
import { lineOf, textOf } from '../../html/tree.ts'
import { type Problem, warning } from '../../problem.ts'
import { words } from './element-names.ts'

/** A part of the page that was left out. */
export type Removal = { readonly kind: string; readonly element: Element }

/** Elements without any text for readers. */
export const junk = words(
  'xml o:documentproperties w:worddocument script style template link meta title head noembed noframes',
)

/** Words without those of links. Fewer are labels, names of buttons and the like. */
const mostUnreportedWords = 11

/** Reports what was left out and may be part of the text. @param summary of the page */
export function reportRemovals(removals: readonly Removal[], summary: string): readonly Problem[] {
  const isRepeated = (text: string) => summary !== '' && (text.includes(summary.slice(0, 60)) || summary.includes(text))
  return removals.flatMap(({ kind, element }) => {
    const text = lineOf(element)
    if (kind === 'text outside of the article' && isRepeated(text)) return []
    const own = textOf(element, ({ tagName }) => tagName === 'a' || tagName === 'button' || junk.has(tagName))
    const count = own.split(/\s+/).filter(Boolean).length
    const isReported = /reviewer/.test(kind) ? text !== '' : count > mostUnreportedWords
    return isReported ? [removedText(kind, text, element.position?.start.line)] : []
  })
}

function removedText(kind: string, text: string, line: number | undefined): Problem {
  const start = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return warning('removed-text', `Left out, because it looks like ${kind}: "${start}"`, {
    line,
    fix: 'If it belongs to the article, move it into a paragraph of its own without a class, id or style.',
  })
}
