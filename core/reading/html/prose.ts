import type { Element, Root } from 'hast'
import { isInline } from '../../html/tree.ts'
import { words } from './element-names.ts'
import { frameKind, frameTags } from './frame-names.ts'

/** Characters. A shorter line is a heading, a label or an item of a menu more often than a sentence. */
const shortestSentence = 80

const silent = words('a button form noscript script select style svg template textarea')

/** Measures how many characters of sentences each element has, without links and without the frame of the page. */
export function measureProse(document: Element | Root): ReadonlyMap<Element | Root, number> {
  const lengths = new Map<Element | Root, number>()
  const visit = (parent: Element | Root): { line: number; prose: number } => {
    let line = 0
    let prose = 0
    for (const child of parent.children) {
      if (child.type === 'text') line += child.value.trim().length
      if (child.type !== 'element' || silent.has(child.tagName) || frameTags.has(child.tagName) || frameKind(child))
        continue
      const inner = visit(child)
      prose += inner.prose
      if (isInline(child)) line += inner.line
      else if (inner.line >= shortestSentence) prose += inner.line
    }
    lengths.set(parent, prose + (line >= shortestSentence ? line : 0))
    return { line, prose }
  }
  visit(document)
  return lengths
}
