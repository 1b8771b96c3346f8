import type { Element, ElementContent, Root, RootContent } from 'hast'
import { anchorsOf, elementsOf, headingLevel, property, textOf } from '../../html/tree.ts'
import type { Problem } from '../../problem.ts'
import { isFormulaScript } from '../source-blocks.ts'
import { contains, type PageParts } from './article-content.ts'
import { classesOf, nameIn, words } from './element-names.ts'
import { frameKind, frameTags } from './frame-names.ts'
import { isLayout, layoutCells } from './layout-tables.ts'
import { pageFrame } from './page-frame.ts'
import { buildLists, type ListItem, listItemsOf, withoutMarker } from './program-lists.ts'
import { junk, type Removal, reportRemovals } from './report-removals.ts'
import { reviewingKind } from './reviewing.ts'
import { standfirsts } from './standfirst.ts'
import { readStyles, type StyleReader, stylesOf } from './text-styles.ts'

/** What is not part of the text: the title, which is shown above it, and lines such as a byline. */
export type Outside = {
  readonly headings: ReadonlySet<Element>
  readonly lines: ReadonlySet<Element>
  readonly summary: string | undefined
}

type Cleaner = {
  readonly outside: Outside
  readonly styles: StyleReader
  readonly removals: Removal[]
  readonly heldBy: ReadonlySet<Element>
  readonly introduction: readonly Element[]
  readonly frame: ReadonlyMap<Element, string>
}

/**
 * Returns the text of an article without what programs and sites put into it, and with lists, headings and emphasis as
 * elements. Everything with more than a few words that is left out is reported.
 */
export function cleanContent(
  document: Root,
  { content, scope }: PageParts,
  outside: Outside,
): { readonly children: ElementContent[]; readonly problems: readonly Problem[] } {
  const heldBy = new Set<Element>()
  collectAncestors(content, outside.headings, heldBy)
  const introduction = standfirsts({ scope, content })
  const frame = pageFrame(content, heldBy)
  const cleaner: Cleaner = { outside, styles: readStyles(document), removals: [], heldBy, introduction, frame }
  const text = cleanNodes([...introduction, ...content.children], cleaner, false)
  const children = withoutEdgeRules(withoutEdgeRules(text), true)
  collectOutside(document, content, scope, cleaner)
  return { children, problems: reportRemovals(cleaner.removals, outside.summary ?? '') }
}

/** Collects the text beside the content, except in what is clearly the frame of the page. */
function collectOutside(
  parent: Element | Root,
  content: Element | Root,
  scope: Element | Root,
  cleaner: Cleaner,
): void {
  for (const child of parent.children) {
    if (child.type !== 'element' || child === content || frameTags.has(child.tagName) || junk.has(child.tagName))
      continue
    if (cleaner.introduction.includes(child)) continue
    const isArticle = child === scope || contains(child, content)
    if (isArticle) collectOutside(child, content, scope, cleaner)
    else if (!isSkipped(child, parent === scope, cleaner))
      cleaner.removals.push({ kind: 'text outside of the article', element: child })
  }
}

/** The header of a page is part of its frame; that of an article may have a standfirst. */
function isSkipped(element: Element, inScope: boolean, cleaner: Cleaner): boolean {
  const isHeader = /^(?:header|form|select|button)$/.test(element.tagName)
  return (
    (isHeader && !inScope) ||
    cleaner.outside.headings.has(element) ||
    frameKind(element) !== undefined ||
    isHidden(element)
  )
}

/** Collects the elements that contain one of the targets. */
function collectAncestors(parent: Element | Root, targets: ReadonlySet<Element>, ancestors: Set<Element>): boolean {
  let isAncestor = false
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    if (collectAncestors(child, targets, ancestors) || targets.has(child)) isAncestor = true
  }
  if (isAncestor && parent.type === 'element') ancestors.add(parent)
  return isAncestor
}

function cleanNodes(nodes: readonly RootContent[], cleaner: Cleaner, inHeading: boolean): ElementContent[] {
  const cleaned: ElementContent[] = []
  let items: ListItem[] = []
  const flush = () => {
    cleaned.push(...buildLists(items, (item) => cleanItem(item, cleaner)))
    items = []
  }
  nodes.forEach((node) => {
    if (node.type === 'text') {
      if (items.length > 0 && node.value.trim() === '') return
      flush()
      cleaned.push(withoutSpaces(node.value))
    } else if (node.type === 'element') {
      const found = isRemoved(node, cleaner) ? undefined : listItemsOf(node)
      if (found) items.push(...found)
      else {
        const result = cleanElement(node, cleaner, inHeading)
        if (result.length > 0) flush()
        cleaned.push(...result)
      }
    }
  })
  flush()
  return cleaned
}

/** Replaces runs of no-break spaces, with which programs indent. */
function withoutSpaces(value: string): ElementContent {
  const text = value.includes('\u00A0')
    ? value.replace(/[ \t\n\u00A0]{2,}/g, (run) => (run.includes('\u00A0') ? ' ' : run))
    : value
  return { type: 'text', value: text }
}

function cleanItem(item: Element, cleaner: Cleaner): ElementContent[] {
  if (item.tagName === 'li') return cleanNodes(withCheckbox(item), cleaner, false)
  const [first, ...rest] = cleanNodes(withoutMarker(item), cleaner, false)
  if (first?.type === 'text') return [{ type: 'text', value: first.value.trimStart() }, ...rest]
  return first === undefined ? [] : [first, ...rest]
}

/** Notion's to-do lists have an empty box in front of the text, those of Evernote an attribute. */
function withCheckbox(item: Element): ElementContent[] {
  const state = property(item, 'data-checked')
  const children = item.children.map((node): ElementContent => {
    const classes = node.type === 'element' ? classesOf(node) : []
    return classes.includes('checkbox') ? box(classes.includes('checkbox-on')) : node
  })
  if (state === undefined) return children
  const [first, ...rest] = children
  const mark = box(state === 'true')
  const isBlock = first?.type === 'element' && /^(?:div|p)$/.test(first.tagName)
  return isBlock ? [{ ...first, children: [mark, ...first.children] }, ...rest] : [mark, ...children]
}

function box(isChecked: boolean): ElementContent {
  return { type: 'text', value: isChecked ? '☑ ' : '☐ ' }
}

function isRemoved(element: Element, cleaner: Cleaner): boolean {
  return (
    cleaner.outside.headings.has(element) ||
    cleaner.outside.lines.has(element) ||
    removalKind(element, cleaner) !== undefined
  )
}

const hiddenNames = words('screen-reader-text sr-only visually-hidden visuallyhidden screenreader u-hidden-visually')

/** Returns what an element is if it is not part of the text. */
function removalKind(element: Element, cleaner: Cleaner): string | undefined {
  const reviewing = reviewingKind(element)
  if (reviewing === 'comment') return "a reviewer's comment"
  if (reviewing === 'deletion') return 'a deletion of a reviewer'
  if (reviewing === 'mark') return 'a mark of a comment'
  if (isHidden(element)) return 'hidden text'
  if (element.tagName === 'nav') return 'navigation'
  // LibreOffice writes the header and footer of its pages once.
  if (element.tagName === 'div' && /^(?:header|footer)$/.test(property(element, 'title') ?? ''))
    return 'the header or footer of a page'
  return cleaner.heldBy.has(element) ? undefined : (cleaner.frame.get(element) ?? frameKind(element))
}

function isHidden(element: Element): boolean {
  const { properties } = element
  if (properties.hidden === true) return true
  if (property(element, 'aria-hidden') === 'true')
    return !hasMedia(element) && !classesOf(element).some((name) => /^(?:katex|mjx|mathjax)/.test(name))
  if (nameIn(element, hiddenNames) !== undefined) return true
  if (properties.style === undefined) return false
  const style = stylesOf(element)
  return style.get('display') === 'none' || style.get('mso-hide') === 'all' || style.get('visibility') === 'hidden'
}

function hasMedia(element: Element): boolean {
  return [element, ...elementsOf(element)].some(({ tagName }) => media.has(tagName))
}

const media = words('img picture video audio iframe embed object svg canvas table hr input math source')

function cleanElement(element: Element, cleaner: Cleaner, inHeading: boolean): readonly ElementContent[] {
  const { tagName } = element
  if (cleaner.outside.headings.has(element)) return anchorsOf(element)
  if (cleaner.outside.lines.has(element)) return []
  if (junk.has(tagName)) return isFormulaScript(element) ? [element] : []
  if (tagName === 'br' && /page-break/.test(property(element, 'style') ?? '')) return []
  const kind = removalKind(element, cleaner)
  if (kind !== undefined) return remove(kind, element, cleaner)
  if (tagName === 'pre' || tagName === 'textarea') return [element]
  if (tagName === 'en-todo') return [box(property(element, 'checked') === 'true')]
  if (tagName === 'table' && isLayout(element)) return layoutCells(element).map((cell) => toBlock(cell, cleaner))
  const replaced = renamed(element)
  const isHeading = inHeading || headingLevel(replaced) !== undefined || tagName === 'th'
  const children = cleanNodes(tagName === 'li' ? withCheckbox(element) : element.children, cleaner, isHeading)
  if ((tagName === 'b' || tagName === 'strong') && cleaner.styles.isPlain(element)) return children
  if (tagName === 'ins' && /^mailto:/i.test(property(element, 'cite') ?? '')) return children
  const isSpacer = replaced.tagName === 'p' || headingLevel(replaced) !== undefined
  if (/^(?:ul|ol)$/.test(tagName))
    return children.some(({ type }) => type === 'element') ? [{ ...replaced, children: nestLists(children) }] : []
  if (isSpacer && isEmpty(children)) return anchorsOf(element)
  if (tagName !== 'span') return [{ ...replaced, children }]
  if (isEmpty(children)) return [...anchorsOf(element), ...children.filter(({ type }) => type === 'text')]
  const tags = cleaner.styles.tagsOf(element).filter((tag) => !(inHeading && tag === 'strong'))
  return [
    tags.reduce<Element>((inner, tag) => ({ type: 'element', tagName: tag, properties: {}, children: [inner] }), {
      ...element,
      children,
    }),
  ]
}

function toBlock(cell: Element, cleaner: Cleaner): Element {
  const children = isRemoved(cell, cleaner) ? [] : cleanNodes(cell.children, cleaner, false)
  return { type: 'element', tagName: 'div', properties: {}, children }
}

/** True if nothing would be seen. */
function isEmpty(children: readonly ElementContent[]): boolean {
  return children.every((node) => {
    if (node.type !== 'element') return textOf(node).trim() === ''
    return !media.has(node.tagName) && isEmpty(node.children)
  })
}

/** Removes the rules above or below the whole text, such as Medium's before the first section. */
function withoutEdgeRules(nodes: readonly ElementContent[], isEnd = false): ElementContent[] {
  let isText = false
  const rest = (isEnd ? nodes.toReversed() : nodes).flatMap((node): ElementContent[] => {
    if (isText || isEmpty([node])) return [node]
    if (node.type === 'element' && node.tagName === 'hr') return []
    const isWrapper = node.type === 'element' && /^(?:article|div|main|section)$/.test(node.tagName)
    const inner = isWrapper ? withoutEdgeRules(node.children, isEnd) : undefined
    isText = inner === undefined || !isEmpty(inner)
    return isWrapper && inner ? [{ ...node, children: inner }] : [node]
  })
  return isEnd ? rest.toReversed() : rest
}

/** Gives headings that a program wrote as paragraphs their tags. */
function renamed(element: Element): Element {
  if (element.tagName !== 'p' && element.tagName !== 'div') return element
  const classes = classesOf(element)
  const level = classes.flatMap((name) => /^(?:mso)?heading-?([1-9])$/.exec(name)?.[1] ?? [])[0]
  const role = property(element, 'role') === 'heading' ? (property(element, 'aria-level') ?? '2') : undefined
  if (level !== undefined || role !== undefined)
    return { ...element, tagName: `h${Math.min(6, Number(level ?? role) || 2)}` }
  return classes.some((name) => /^mso(?:intense)?quote$/.test(name)) ? { ...element, tagName: 'blockquote' } : element
}

/** Moves a list that stands directly in a list into the item before it. */
function nestLists(children: readonly ElementContent[]): ElementContent[] {
  const items: ElementContent[] = []
  for (const child of children) {
    const last = items.findLast((node) => node.type === 'element')
    const isList = child.type === 'element' && (child.tagName === 'ul' || child.tagName === 'ol')
    if (!isList) items.push(child)
    else if (last?.type === 'element') items[items.indexOf(last)] = { ...last, children: [...last.children, child] }
    else items.push({ type: 'element', tagName: 'li', properties: {}, children: [child] })
  }
  return items
}

function remove(kind: string, element: Element, cleaner: Cleaner): readonly ElementContent[] {
  cleaner.removals.push({ kind, element })
  return []
}
