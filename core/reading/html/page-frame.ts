import type { Element, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import { nameIn, words } from './element-names.ts'
import { measureProse } from './prose.ts'

/** Names of parts around the text. Within it, they may mean something else. */
const outerNames =
  words(`header footer menu nav navbar topbar top-bar topnav mainmenu main-menu mainnav masthead copyright
  colophon page-header page-footer subfooter`)
/** Tags of elements that only group others. */
const wrappers = words('body center div form main table tbody td tr')

/** A part with more of the sentences may be the text. */
const mostProse = 0.1
/** Characters. */
const shortPage = 500

/**
 * Finds what surrounds the text within `content`: the header, footer and menus of a body, forms, and the links in an
 * `<aside>`. A part stays if it holds the title or more than a tenth of the sentences.
 */
export function pageFrame(content: Element | Root, holders: ReadonlySet<Element>): ReadonlyMap<Element, string> {
  const prose = measureProse(content)
  const all = prose.get(content) ?? 0
  const frame = new Map<Element, string>()
  const isMinor = (element: Element) => {
    if (holders.has(element)) return false
    const own = measureProse(element).get(element) ?? 0
    return own <= all * mostProse || (all < shortPage && element.tagName !== 'form')
  }
  // An aside is text if it is a footnote, or if the file has no `body` and so is no page.
  const isText = (element: Element) =>
    element.tagName === 'aside' &&
    (content.position === undefined || /note/.test(`${property(element, 'role')} ${property(element, 'epub:type')}`))
  const visit = (parent: Element | Root, isOuter: boolean) => {
    for (const child of parent.children) {
      if (child.type !== 'element') continue
      const kind = (isOuter && !isText(child) ? outerKind(child) : undefined) ?? innerKind(child)
      if (kind !== undefined && isMinor(child)) frame.set(child, kind)
      else visit(child, isOuter && wrappers.has(child.tagName) && (prose.get(child) ?? 0) >= all / 2)
    }
  }
  visit(content, content.type === 'element' && content.tagName === 'body')
  return frame
}

function outerKind(element: Element): string | undefined {
  const { tagName } = element
  if (tagName === 'nav' || nameIn(element, outerNames) !== undefined) return 'the navigation of the page'
  return /^(?:header|footer|aside)$/.test(tagName) ? `the ${tagName} of the page` : undefined
}

function innerKind(element: Element): string | undefined {
  if (element.tagName === 'form') return 'a form'
  if (element.tagName !== 'aside') return undefined
  const links = elementsOf(element).filter(({ tagName }) => tagName === 'a')
  // A note has a link back to its mark.
  if (links.some((link) => /^#./.test(property(link, 'href') ?? ''))) return undefined
  const own = textOf(element, ({ tagName }) => tagName === 'a').replace(/\s/g, '')
  return own.length * 2 < textOf(element).replace(/\s/g, '').length ? 'a list of links' : undefined
}
