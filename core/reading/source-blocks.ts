import type { Element, ElementContent, Root } from 'hast'
import { elementsOf, mapElements, property, textOf } from '../html/tree.ts'
import { mostOfRule, type Problem } from '../problem.ts'
import { constructProblem } from './markdown/constructs/construct.ts'

/** Classes of line numbers in code that Rouge, Chroma, Pygments, Prism, highlight.js and GitHub have coloured. */
const lineNumbers =
  /^(lineno|linenos?|linenumbers?|line-numbers?|line-number|line-numbers-rows|lnt|ln|hljs-ln-n|hljs-ln-numbers|blob-num|gutter|gl|rouge-gutter|linenodiv)$/
/** Classes of what KaTeX, MathJax, Pandoc and Wikipedia put around a formula. */
const formulaFrames = /^(katex|katex-display|MathJax|MathJax_Display|mwe-math-element|math)$/

/**
 * Returns a tree in which formulas are their source, and code has no line numbers. Pages that a browser saved contain a
 * formula two or three times: as MathML, as its source and as what the reader saw.
 */
export function withSources(tree: Root): { readonly tree: Root; readonly problems: readonly Problem[] } {
  if (!elementsOf(tree).some(isAffected)) return { tree, problems: [] }
  const problems: Problem[] = []
  const mapped = mapElements(tree, (element) => {
    const code = formulaOf(element)
    if (code === undefined) return isLineNumber(element) ? [] : element
    const line = element.position?.start.line
    if (element.tagName === 'math' && problems.length < mostOfRule)
      problems.push(constructProblem('formula', textOf(code), '', line))
    return code
  })
  return { tree: mapped, problems }
}

function isAffected(element: Element): boolean {
  return (
    element.tagName === 'math' || classes(element).some((name) => lineNumbers.test(name) || formulaFrames.test(name))
  )
}

function classes({ properties }: Element): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : []
}

function isLineNumber(element: Element): boolean {
  return classes(element).some((name) => lineNumbers.test(name)) && /^[\s\d]*$/.test(textOf(element))
}

/** Returns the source of a formula: the TeX in its MathML or, without any, its text. */
function formulaOf(element: Element): Element | undefined {
  if (element.tagName === 'math') {
    const annotation = elementsOf(element).find(
      (inner) => inner.tagName === 'annotation' && /tex/i.test(property(inner, 'encoding') ?? ''),
    )
    const text = annotation ? textOf(annotation) : (property(element, 'alttext') ?? textOf(element))
    return codeOf(text.trim().replaceAll(/\s+/g, ' '))
  }
  if (element.tagName !== 'mjx-container' && !classes(element).some((name) => formulaFrames.test(name)))
    return undefined
  return elementsOf(element).find((inner) => classes(inner).includes('language-math'))
}

function codeOf(value: string): Element {
  const children: ElementContent[] = [{ type: 'text', value }]
  return { type: 'element', tagName: 'code', properties: { className: ['language-math'] }, children }
}
