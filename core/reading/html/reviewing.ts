import type { Element } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import { classesOf, words } from './element-names.ts'
import { stylesOf } from './text-styles.ts'

const commentNames = words('msocomanchor msocomtxt msocommentreference msocommenttext msocommentsubject msocomoff')

/** Returns what an element is if it belongs to the reviewing of a text in Word or Google Docs, not to the text. */
export function reviewingKind(element: Element): 'comment' | 'mark' | 'deletion' | undefined {
  const { tagName } = element
  if (tagName === 'del' || classesOf(element).includes('msodel')) return isTracked(element) ? 'deletion' : undefined
  const href = tagName === 'a' ? (property(element, 'href') ?? '') : ''
  if (/^#(?:_msocom_|cmnt)\d+$/.test(href)) return 'mark'
  if (tagName === 'sup' && isOnlyMark(element)) return 'mark'
  if (/^comment(?:-list)?$/.test(stylesOf(element).get('mso-element') ?? '')) return 'comment'
  const name = classesOf(element).find((each) => commentNames.has(each))
  if (name !== undefined) return name === 'msocomanchor' || name === 'msocommentreference' ? 'mark' : 'comment'
  if (/^_com_\d+$/.test(property(element, 'id') ?? '')) return 'comment'
  return (tagName === 'div' || tagName === 'p') && isDocsComment(element) ? 'comment' : undefined
}

/** Word names the reviewer in `cite`. Any other `<del>` is part of the text. */
function isTracked(element: Element): boolean {
  return /^mailto:/i.test(property(element, 'cite') ?? '') || classesOf(element).includes('msodel')
}

function isOnlyMark(sup: Element): boolean {
  const links = elementsOf(sup).filter(({ tagName }) => tagName === 'a')
  return (
    links.length > 0 &&
    links.every((link) => /^#cmnt\d+$/.test(property(link, 'href') ?? '')) &&
    /^\s*(?:\[\w+\]\s*)+$/.test(textOf(sup))
  )
}

/** A comment of Google Docs is a box that begins with a link back to its mark. */
function isDocsComment(element: Element): boolean {
  const first = element.children.find(
    (node) => node.type === 'element' || (node.type === 'text' && node.value.trim() !== ''),
  )
  if (first?.type !== 'element') return false
  if (first.tagName === 'a') return /^#cmnt_ref\d+$/.test(property(first, 'href') ?? '')
  return element.tagName === 'div' && first.tagName === 'p' && isDocsComment(first)
}
