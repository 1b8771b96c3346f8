import type { Element, Root } from 'hast'
import { elementsOf, headingLevel, lineOf, property } from '../../html/tree.ts'
import { cleanLine } from '../../text/clean-text.ts'
import type { PageParts } from './article-content.ts'
import { classesOf, nameIn, words } from './element-names.ts'
import { isShortLine } from './page-dates.ts'
import type { PageMetadata } from './page-metadata.ts'

export type PageTitle = {
  readonly title: string | undefined
  /** Headings that repeat the title or name the site. They are not part of the text. */
  readonly headings: ReadonlySet<Element>
}

const titleNames = words(`entry-title post-title p-name gh-article-title article-title page-title pw-post-title msotitle
  post-full-title post__title article__title entry-header-title graf--title storytitle blog-title-item p-headline`)
const logoNames = words(`site-title site-name site-logo navbar-brand logo brand blog-title site-branding masthead-title
  header-title gh-head-logo gh-navigation-logo site-header__title blog-name`)
/** Names under which programs save a document that has no title. */
const untitled =
  /^(?:untitled(?: (?:document|page|post|article|note|draft))?|document\d*|new (?:page|post|note|document|1)|index|home(?: ?page)?|blank|unbenannt(?:es dokument)?|neue seite|document sans titre|sans titre|documento sin título|sin título|no title|web ?page|converted (?:document|html)|pdf ?to ?html|mso|normal\.dotm?)$|^microsoft word - |^[\w .()-]{1,80}\.(?:docx?|odt|rtf|pages|html?|txt|gdoc|md|dot)$/i
/** Programs and services that add their name to a title. */
const services =
  /^(?:google docs|google docs? ?\S*|medium|substack|notion|evernote|blogger|wordpress(?:\.com)?|tumblr|linkedin|ghost|onenote|microsoft word|word|wikipedia.*|patreon|telegraph|wix(?:\.com)?|squarespace|libreoffice.*|by .{1,60}|.{1,60}['’]s (?:blog|newsletter)|[a-z]{3}, \d{4})$/i
const separator = /\s+(?:[|–—·•»«>/~-]|::)\s+/

/**
 * Finds the title: the heading that the page's metadata repeats, a heading that is marked as the title, or what the metadata
 * says without the name of the site.
 */
export function findTitle(
  document: Root,
  { scope }: PageParts,
  page: PageMetadata,
  ownNames: readonly string[],
): PageTitle {
  const all = elementsOf(document).filter((element) => isHeading(element))
  const inScope = new Set(scope === document ? all : elementsOf(scope))
  const sites = siteNames(document, all, inScope, page, ownNames)
  const stated = [page.openGraphTitle, ...page.otherTitles.slice(0, 1), page.titleElement, ...page.otherTitles.slice(1)]
    .slice(0, mostTitles)
    .map((title) => cleanLine((title ?? '').slice(0, longestTitle)).replace(/^\(\d+\+?\)\s+/, ''))
    .filter((title) => title !== '' && !untitled.test(title) && !sites.has(key(title)))
  const inside = all.filter((element) => inScope.has(element))
  const candidates = [...inside, ...all.filter((element) => !inScope.has(element))]
    .slice(0, mostCandidates)
    .filter((element) => !sites.has(key(lineOf(element))) && key(lineOf(element)) !== '')
  const heading = chooseHeading(candidates, stated, inScope, scope, page.openGraphTitle !== undefined)
  const pageTitle = stated[0] && withoutSite(stated[0], sites, page.authors)
  // A page about the site itself has the site's name as its title.
  const title = heading ? titleOf(heading, pageTitle, page) : (pageTitle ?? page.titleElement)
  // Without any other title, the first heading is the title, but below a text it heads only what follows.
  const isInText = stated.length === 0 && heading !== undefined && inScope.has(heading) && !isAboveText(heading, scope)
  return { title: title || undefined, headings: isInText ? new Set() : repeated(document, heading, title, sites) }
}

/** A heading may begin with a date or the name of a section, which the metadata leaves out. */
function titleOf(heading: Element, pageTitle: string | undefined, page: PageMetadata): string {
  const text = withoutSpace(cleanLine(lineOf(heading).slice(0, 2000)), heading)
  if (page.openGraphTitle === undefined || pageTitle === undefined) return spelled(text, pageTitle)
  const [all, end] = [key(text), key(pageTitle)]
  return all !== end && all.endsWith(end) && isMostOf(end, all) ? pageTitle : spelled(text, pageTitle)
}

/** Confluence exports the name of a space with the title of each page. */
function withoutSpace(text: string, heading: Element): string {
  return property(heading, 'id') === 'title-heading' ? text.replace(/^[^:]{1,80} : (?=.)/, '') : text
}

/**
 * Lists the heading, those above the text that repeat it, and those above it that name the site. Programs without styles
 * write the title as the first paragraph.
 */
function repeated(
  document: Root,
  heading: Element | undefined,
  title: string | undefined,
  sites: ReadonlySet<string>,
): ReadonlySet<Element> {
  const headings = new Set(heading ? [heading] : [])
  if (title === undefined) return headings
  let isBelow = heading === undefined
  for (const element of elementsOf(document)) {
    if (element === heading) isBelow = true
    else if (isHeading(element)) {
      const name = key(lineOf(element))
      if (name === key(title) || (!isBelow && sites.has(name))) headings.add(element)
    } else if (isBelow && isText(element)) break
    else if (heading === undefined && element.tagName === 'p' && key(lineOf(element)) === key(title))
      headings.add(element)
  }
  return headings
}

/** Returns true for a paragraph with a sentence, which a byline has not. */
function isText(element: Element): boolean {
  return /^(?:p|li|td|blockquote|pre)$/.test(element.tagName) && !isShortLine(lineOf(element))
}

/** Returns true if no text stands above the heading. */
function isAboveText(heading: Element, scope: Element | Root): boolean {
  const elements = elementsOf(scope)
  const index = elements.findIndex((element) => element === heading || isText(element))
  return elements[index] === heading
}

const mostTitles = 8
/** Characters. */
const longestTitle = 1000
/** Headings that are compared with the titles. */
const mostCandidates = 200

function isHeading(element: Element): boolean {
  const level = headingLevel(element)
  return (level !== undefined && level <= 3) || isMarked(element)
}

/** Google Docs and LibreOffice give a paragraph the class `title`. */
function isMarked(element: Element): boolean {
  if (property(element, 'itemprop') === 'headline' && element.tagName !== 'meta') return true
  if (element.tagName === 'p' && classesOf(element).includes('title')) return true
  const name = /^(?:h[1-6]|p|div|span)$/.test(element.tagName) ? nameIn(element, titleNames) : undefined
  return name !== undefined && !(name === 'p-name' && element.tagName === 'span')
}

function chooseHeading(
  candidates: readonly Element[],
  stated: readonly string[],
  inScope: ReadonlySet<Element>,
  scope: Element | Root,
  hasOpenGraph: boolean,
): Element | undefined {
  const texts = new Map(candidates.map((element) => [element, key(lineOf(element))]))
  const titles = stated.map((title) => ({ all: key(title), parts: segments(title).map(key) }))
  const find = (
    matches: (text: string, title: { all: string; parts: readonly string[] }) => boolean,
    list = candidates,
  ) => {
    for (const title of titles) {
      const found = list.find((element) => matches(texts.get(element) ?? '', title))
      if (found) return found
    }
    return undefined
  }
  const main = candidates.filter((element) => headingLevel(element) === 1 || isMarked(element))
  const own = main.filter((element) => inScope.has(element))
  const isArticle = scope.type === 'element' && scope.tagName === 'article'
  // A part of a title may also be the name of a section.
  const byLength = candidates.toSorted((one, other) => lengthOf(texts, other) - lengthOf(texts, one))
  return (
    find((text, { all }) => text === all) ??
    find((text, { parts }) => text === parts[0]) ??
    find((text, { parts }) => parts.includes(text), byLength) ??
    find((text, { parts }) => parts.some((part) => isMostOf(text, part)), own) ??
    (hasOpenGraph ? find((text, { all }) => isMostOf(all, text), own) : undefined) ??
    own.find(isMarked) ??
    (stated.length === 0 ? (own[0] ?? candidates.find((element) => inScope.has(element)) ?? main[0]) : undefined) ??
    // Word keeps the title that a document was first saved with.
    (own.length === 1 ? find((text, { all }) => text.includes(all) || all.includes(text), own) : undefined) ??
    (isArticle && own.length === 1 ? own[0] : undefined)
  )
}

function lengthOf(texts: ReadonlyMap<Element, string>, element: Element): number {
  return texts.get(element)?.length ?? 0
}

/** Returns true if `text` contains `part`, and not much else. */
function isMostOf(part: string, text: string): boolean {
  return part.length * 2 >= text.length && text.includes(part)
}

/** Splits a title at separators, also at the first colon, as in "Site: Title". */
function segments(title: string): readonly string[] {
  const parts = title.split(separator, 20)
  const colon = /^([^:]{1,80}):\s+(.+)$/.exec(title)
  const fromStart = parts.map((_, index) => parts.slice(0, index + 1).join(' '))
  return [parts[0] ?? '', ...fromStart, ...parts, ...(colon ? colon.slice(1) : [])]
}

/** Returns the letters and figures of a text, so that case, quotation marks and dashes make no difference. */
function key(text: string): string {
  return text
    .slice(0, 1000)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}+#]/gu, '')
}

/** Prefers the spelling of the metadata if a style sheet or an author wrote the heading in capitals. */
function spelled(heading: string, title: string | undefined): string {
  const isShouted = heading === heading.toUpperCase() && heading !== heading.toLowerCase()
  return isShouted && title !== undefined && key(title) === key(heading) ? title : heading
}

function siteNames(
  document: Root,
  headings: readonly Element[],
  inScope: ReadonlySet<Element>,
  page: PageMetadata,
  ownNames: readonly string[],
): ReadonlySet<string> {
  const names: string[] = []
  for (const element of elementsOf(document)) {
    const feed = element.tagName === 'link' && /rss|atom/.test(property(element, 'type') ?? '')
    if (feed) names.push((property(element, 'title') ?? '').split(/\s+(?:[»«|–—-]|&raquo;)\s+/)[0] ?? '')
    if (nameIn(element, logoNames) && !inScope.has(element)) names.push(lineOf(element).slice(0, 100))
    if (element.tagName === 'a' && property(element, 'rel') === 'home') names.push(lineOf(element).slice(0, 100))
  }
  const title = key(page.titleElement ?? '')
  for (const heading of headings) {
    const isAlone = !inScope.has(heading) && headingLevel(heading) === 1 && headings.length > 1
    if (isAlone && (key(lineOf(heading)) === title || isLogo(heading))) names.push(lineOf(heading))
    if (inScope.has(heading) && isLogo(heading)) names.push(lineOf(heading))
  }
  // Feeds and headings may have the title of the article.
  const titles = new Set([page.openGraphTitle ?? '', ...page.otherTitles].map(key))
  const guesses = names.map(key).filter((name) => !titles.has(name))
  return new Set([...guesses, ...[...page.siteNames, ...ownNames].map(key)].filter((name) => name !== ''))
}

/** A heading that links to the front page is the name of the site. */
function isLogo(heading: Element): boolean {
  const link = elementsOf(heading).find(({ tagName }) => tagName === 'a')
  const path = link && property(link, 'href')
  return (
    nameIn(heading, logoNames) !== undefined ||
    (path !== undefined && /^(?:https?:\/\/[^/]+)?\/?$/.test(path) && path !== '')
  )
}

/** Removes names of the site and of services from both ends of a title. */
function withoutSite(title: string, sites: ReadonlySet<string>, authors: readonly string[]): string {
  const people = new Set(authors.map(key))
  const isOutside = (part: string) => sites.has(key(part)) || people.has(key(part)) || services.test(part)
  const parts = title.split(/(\s+(?:[|–—·•»«>/~-]|::)\s+)/, 60)
  while (parts.length > 2 && isOutside(parts.at(-1) ?? '')) parts.splice(-2)
  while (parts.length > 2 && isOutside(parts[0] ?? '')) parts.splice(0, 2)
  // "|", "»" and "::" are hardly used within titles.
  while (parts.length > 2 && /[|»]|::/.test(parts.at(-2) ?? '') && /\s/.test(parts[0] ?? '')) parts.splice(-2)
  const rest = parts.join('')
  const colon = /^([^:]{1,80}):\s+(.+)$/.exec(rest)
  if (colon && sites.has(key(colon[1] ?? ''))) return colon[2] ?? rest
  const byline = rest.lastIndexOf(' by ')
  return byline > 0 && people.has(key(rest.slice(byline + 4))) ? rest.slice(0, byline) : rest
}
