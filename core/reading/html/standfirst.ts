import type { Element, Root } from 'hast'
import { lineOf, property, textOf } from '../../html/tree.ts'
import type { PageParts } from './article-content.ts'
import { classesOf } from './element-names.ts'
import { frameKind, frameTags } from './frame-names.ts'

const names =
  /(?:^|[-_])(?:standfirst|sub-?title|sub-?head(?:line)?|excerpt|teaser|lead|lede|dek|deck|chapo|intro|summary|vorspann)(?:$|[-_])/

/** A page with more of them is an overview. */
const mostStandfirsts = 2
/** Characters. */
const lengths = { min: 20, max: 1500 }

/** Finds the introduction that stands between the title and the text of an article, unless the text repeats it. */
export function standfirsts({ scope, content }: PageParts): readonly Element[] {
  if (scope === content) return []
  const found: Element[] = []
  const visit = (parent: Element | Root): boolean => {
    for (const child of parent.children) {
      if (child === content) return true
      if (child.type !== 'element' || frameTags.has(child.tagName) || frameKind(child)) continue
      if (isStandfirst(child)) found.push(child)
      else if (visit(child)) return true
    }
    return false
  }
  visit(scope)
  if (found.length === 0 || found.length > mostStandfirsts) return []
  const text = lineOf(content)
  return found.filter((element) => !text.includes(beginning(lineOf(element))))
}

function isStandfirst(element: Element): boolean {
  const isNamed = property(element, 'itemprop') === 'description' || classesOf(element).some((name) => names.test(name))
  if (!isNamed || element.tagName === 'meta') return false
  const length = textOf(element, ({ tagName }) => tagName === 'a').trim().length
  return length >= lengths.min && length <= lengths.max
}

/** A program may have cut it off. */
function beginning(text: string): string {
  return text.slice(0, 60).replace(/(?:…|\.{3})$/, '')
}
