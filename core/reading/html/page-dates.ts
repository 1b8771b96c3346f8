import type { Element, ElementContent, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import { classesOf, words } from './element-names.ts'
import { frameKind, frameTags } from './frame-names.ts'

/** Dates that a page states about itself, not parsed. */
export type StatedDates = {
  readonly published: readonly string[]
  readonly modified: readonly string[]
  /** Short lines above the text, which may be dates. */
  readonly lines: readonly string[]
}

const publishedNames = words(`published dt-published entry-date post-date posted-on publish-date published-date
  publication-date pubdate post-timestamp entry-time article-date article__date post__date postdate date-published
  post-full-meta-date gh-article-meta-date byline-date revdate dateline timestamp date-header blog-date date post-meta-date`)
const modifiedNames = words('updated dt-updated modified last-modified date-modified entry-modified last-updated')

/**
 * Finds the dates that a page states about itself: by an attribute or a class, in a byline, or in a line of its own above
 * the text. A `<time>` in a sentence may be the time of an event, so it says nothing about the page.
 */
export function statedDates(scope: Element | Root): StatedDates {
  const marked = ownElements(scope)
  const published = marked.filter(statesPublication).flatMap(datesIn)
  const modified = marked.filter(statesChange).flatMap(datesIn)
  const { times, lines } = aboveText(scope)
  return { published: [...published, ...times], modified, lines }
}

/** Lists the elements that are neither in the frame of the page nor in an article within the article. */
export function ownElements(parent: Element | Root): readonly Element[] {
  const found: Element[] = []
  const visit = (node: Element | Root) => {
    for (const child of node.children) {
      if (child.type !== 'element' || child.tagName === 'article' || isForeign(child)) continue
      found.push(child)
      visit(child)
    }
  }
  visit(parent)
  return found
}

/** The lines about the article are part of the frame, too, but they state its date. */
function isForeign(element: Element): boolean {
  if (frameTags.has(element.tagName) && element.tagName !== 'footer') return true
  const kind = frameKind(element)
  return kind !== undefined && kind !== 'the lines about the article'
}

function statesPublication(element: Element): boolean {
  const role = property(element, 'itemprop')
  if (role !== undefined) return role === 'datePublished' || role === 'dateCreated'
  if (element.properties.pubdate !== undefined) return true
  const classes = classesOf(element)
  return (
    !classes.some((name) => modifiedNames.has(name)) &&
    isDated(element) &&
    classes.some((name) => publishedNames.has(name))
  )
}

function statesChange(element: Element): boolean {
  const role = property(element, 'itemprop')
  if (role !== undefined) return role === 'dateModified'
  const classes = classesOf(element)
  // A class "published updated" says that the page never changed.
  return isDated(element) && classes.some((name) => modifiedNames.has(name)) && !classes.includes('published')
}

/** A class such as `published` may also be on a container, whose text is not a date. */
function isDated(element: Element): boolean {
  return element.tagName === 'time' || element.tagName === 'abbr' || textOf(element).length <= longestDate
}

/** Characters. */
const longestDate = 80

function datesIn(element: Element): readonly string[] {
  const attributes = ['dateTime', 'content', 'title'].map((name) => property(element, name))
  const time = elementsOf(element).find(({ tagName }) => tagName === 'time' || tagName === 'abbr')
  const texts = [...attributes, time && (property(time, 'dateTime') ?? property(time, 'title')), textOf(element)]
  return texts.flatMap((text) => (text && text.trim() !== '' && text.length <= longestDate ? [text] : []))
}

/** Reads the lines of the article above its first sentence. */
function aboveText(scope: Element | Root): { readonly times: readonly string[]; readonly lines: readonly string[] } {
  const times: string[] = []
  const lines: string[] = []
  for (const line of linesOf(scope)) {
    const text = textOf(line).trim()
    const found = elementsOf(line).filter(({ tagName }) => tagName === 'time')
    if (found.length > 0 && isByline(textOf(line, ({ tagName }) => tagName === 'time')))
      times.push(...found.flatMap(datesIn))
    else if (found.length === 0 && isShortLine(text)) lines.push(text.replace(label, ''))
    else break
  }
  return { times, lines }
}

/** Returns true for a line without a sentence, as a byline, a topic or a subtitle may be. */
export function isShortLine(text: string): boolean {
  return text.length <= longestDate && !/[.!?…。]["'”’)]?$/.test(text)
}

const skipped = words(
  'figure img picture style script noscript meta link br hr button svg head title h1 h2 h3 h4 h5 h6',
)
const inline = words('a abbr b bdi bdo cite code em font i mark q s small span strong sub sup time u var')

/** Lists the lines of text: paragraphs and other blocks without blocks in them, and text between blocks. */
function* linesOf(parent: Element | Root): Generator<Element> {
  let run: ElementContent[] = []
  const line = (): Element => ({ type: 'element', tagName: 'p', properties: {}, children: run })
  for (const child of parent.children) {
    if (child.type === 'text' || (child.type === 'element' && inline.has(child.tagName))) {
      run.push(child)
      continue
    }
    if (child.type !== 'element' || child.tagName === 'br') continue
    if (run.some((node) => textOf(node).trim() !== '')) yield line()
    run = []
    // A table has dates of its own.
    if (child.tagName === 'table') yield child
    else if (!skipped.has(child.tagName) && !isForeign(child)) yield* linesOf(child)
  }
  if (run.some((node) => textOf(node).trim() !== '')) yield line()
}

const label =
  /^(?:(?:first )?(?:published|posted|written)(?: on| at)?|date|on|am|veröffentlicht(?: am)?|publié(?: le)?|le|publicado(?: el)?|el|pubblicato(?: il)?|gepubliceerd(?: op)?|publicado em)\s*:?\s+/i

const labels = words(`first last published posted written updated on at date in min mins minute minutes read
  veröffentlicht am um aktualisiert lesezeit publié mis à jour le publicado actualizado el a las pubblicato il gepubliceerd op em`)
const prepositions = words('by von par por di door av')
const particles = words('and und et y e & de van von der la del di du')

/** Returns true for what remains of a byline without its date: labels, names, separators and a reading time. */
export function isByline(text: string): boolean {
  if (text.length > 200) return false
  let isName = /^[^·|•]*\p{Lu}[^·|•]*[·|•]/u.test(text)
  for (const word of text.split(/[\s,:–—-]+/).filter(Boolean)) {
    if (/^[·|•]$/.test(word)) isName = false
    else if (prepositions.has(word.toLowerCase())) isName = true
    else if (labels.has(word.toLowerCase())) isName = false
    else if (isName ? !/^\p{Lu}/u.test(word) && !particles.has(word) : /[\p{L}]/u.test(word)) return false
  }
  return true
}
