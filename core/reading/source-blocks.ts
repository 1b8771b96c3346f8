import type { Element, ElementContent, Root } from 'hast'
import { elementsOf, mapElements, property, textOf } from '../html/tree.ts'
import { mostOfRule, type Problem } from '../problem.ts'
import { constructProblem } from './markdown/constructs/construct.ts'

/** Classes of line numbers in code that Rouge, Chroma, Pygments, Prism, highlight.js and GitHub have coloured. */
const lineNumbers =
  /^(lineno|linenos?|linenumbers?|line-numbers?|line-number|line-numbers-rows|lnt|ln|hljs-ln-n|hljs-ln-numbers|blob-num|gutter|gl|rouge-gutter|linenodiv)$/
/** Classes of what KaTeX, MathJax, Pandoc, Sphinx, MkDocs and Wikipedia put around a formula. */
const formulaFrames = /^(katex|katex-display|MathJax|MathJax_Display|mwe-math-element|math|arithmatex)$/
/** Classes of what MathJax 2 shows in place of the source in a script. */
const shownFormulas = /^(MathJax(_Preview|_Display|_SVG|_SVG_Display|_CHTML|_CHTML_Display)?|mjx-chtml|MJXc-display)$/
/** The source of a formula with its signs. */
const signedSource = /^(?:\\\(([\s\S]+)\\\)|\\\[([\s\S]+)\\\]|(\\begin\{[\s\S]+\}))$/

/**
 * Returns a tree in which formulas are their source, and code has no line numbers. Pages that a browser saved contain a
 * formula two or three times: as MathML, as its source and as what the reader saw.
 */
export function withSources(tree: Root): { readonly tree: Root; readonly problems: readonly Problem[] } {
  if (!elementsOf(tree).some(isAffected)) return { tree, problems: [] }
  const problems: Problem[] = []
  const hasScripts = elementsOf(tree).some(isFormulaScript)
  const isShown = (element: Element) => hasScripts && classes(element).some((name) => shownFormulas.test(name))
  const mapped = mapElements(tree, (element) => {
    if (isShown(element)) return []
    const found = formulaOf(element)
    const signed = found ? undefined : signedFormula(element)
    const code = found ?? signed
    if (code === undefined) return isLineNumber(element) ? [] : element
    const isSource = signed !== undefined || isFormulaScript(element) || (element.tagName === 'math' && !hasScripts)
    if (isSource && problems.length < mostOfRule)
      problems.push(constructProblem('formula', textOf(code), '', element.position?.start.line))
    return code
  })
  return { tree: mapped, problems }
}

function isAffected(element: Element): boolean {
  return (
    element.tagName === 'math' ||
    isFormulaScript(element) ||
    classes(element).some((name) => lineNumbers.test(name) || formulaFrames.test(name))
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
  if (isFormulaScript(element)) return codeOf(textOf(element).trim())
  if (element.tagName !== 'mjx-container' && !classes(element).some((name) => formulaFrames.test(name)))
    return undefined
  return elementsOf(element).find((inner) => classes(inner).includes('language-math'))
}

/** Returns true for the source that MathJax 2 reads. */
export function isFormulaScript(element: Element): boolean {
  return element.tagName === 'script' && /^math\/tex/i.test(property(element, 'type') ?? '')
}

/** Returns the source in an element of Pandoc, Sphinx or MkDocs, which MathJax would show as a formula. */
function signedFormula(element: Element): Element | undefined {
  if (!classes(element).some((name) => formulaFrames.test(name))) return undefined
  const [, inline, display, environment] = signedSource.exec(textOf(element).trim()) ?? []
  const source = inline ?? display ?? environment
  if (source === undefined) return undefined
  const code = codeOf(source.trim())
  return element.tagName === 'div' ? { type: 'element', tagName: 'pre', properties: {}, children: [code] } : code
}

function codeOf(value: string): Element {
  const children: ElementContent[] = [{ type: 'text', value }]
  return { type: 'element', tagName: 'code', properties: { className: ['language-math'] }, children }
}
