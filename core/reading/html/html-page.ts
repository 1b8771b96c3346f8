import type { Element, ElementContent, Root } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { anchorsOf, elementsOf, property, textOf } from '../../html/tree.ts'
import type { Problem } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { cleanLine } from '../../text/clean-text.ts'
import { readDate } from '../../text/read-date.ts'
import type { RawManuscript } from '../manuscript.ts'
import { metadataOf, type PageMetadata } from './page-metadata.ts'

/**
 * Reads an HTML page or fragment. The article is the content of the only `<article>`, of `<main>` or else of the body.
 * @throws {TooComplexError}
 */
export function readHtmlPage(text: string, publication: Publication): RawManuscript {
  const document = parseHtml(text)
  const metadata = metadataOf(document)
  const content = findContent(document)
  const { title, heading } = findTitle(metadata, content, publication)
  const { date, problems } = findDate(metadata, content, publication)
  return {
    title,
    summary: metadata.description,
    authors: metadata.authors,
    topics: metadata.topics,
    date,
    language: metadata.language,
    direction: metadata.direction,
    draft: metadata.draft,
    slug: metadata.slug,
    image: metadata.image,
    status: metadata.status,
    notice: metadata.notice,
    canonical: metadata.canonical,
    tree: { type: 'root', children: withoutFrame(content, heading) },
    problems,
  }
}

/** Returns the only `<article>`, or else the main content: a page with several articles is an overview. */
function findContent(document: Root): Element | Root {
  const elements = elementsOf(document)
  const articles = elements.filter((element) => element.tagName === 'article')
  const main = elements.find((element) => element.tagName === 'main' || element.properties.role === 'main')
  const body = elements.find((element) => element.tagName === 'body')
  return (articles.length === 1 ? articles[0] : undefined) ?? main ?? body ?? document
}

/** Removes navigation, and the page's header and footer if the content is a whole body. */
function withoutFrame(content: Element | Root, heading: Element | undefined): ElementContent[] {
  const wholePage = content.type === 'element' && content.tagName === 'body'
  const frame = wholePage ? ['header', 'footer', 'aside', 'nav'] : ['nav']
  return content.children.flatMap((node) => {
    if (node.type === 'text') return [node]
    if (node.type !== 'element' || (frame.includes(node.tagName) && !contains(node, heading))) return []
    return heading === undefined ? [node] : without(node, heading)
  })
}

function contains(element: Element, other: Element | undefined): boolean {
  return elementsOf(element).some((inner) => inner === other)
}

function without(node: ElementContent, removed: Element): ElementContent[] {
  if (node === removed) return [...anchorsOf(removed)]
  if (node.type !== 'element' || !contains(node, removed)) return [node]
  return [{ ...node, children: node.children.flatMap((child) => without(child, removed)) }]
}

/**
 * Returns the first heading as the title if the page's `<title>` contains it or is missing, because pages add the name of
 * their site to `<title>`. The caller must then remove that `heading` from the text.
 */
function findTitle(metadata: PageMetadata, content: Element | Root, publication: Publication) {
  const heading = elementsOf(content).find((element) => element.tagName === 'h1')
  const headline = heading && cleanLine(textOf(heading))
  const pageTitle = metadata.title && withoutSiteName(metadata.title, publication)
  if (headline && (!pageTitle || pageTitle.toLowerCase().includes(headline.toLowerCase())))
    return { title: headline, heading }
  return { title: pageTitle || undefined, heading: undefined }
}

function withoutSiteName(title: string, publication: Publication): string {
  const names = [publication.title, publication.masthead].filter((name) => name !== undefined)
  for (const name of names) {
    const start = title.slice(0, -name.length)
    if (title.toLowerCase().endsWith(name.toLowerCase()) && /\s[|–—·:-]\s$/.test(start))
      return start.slice(0, -3).trim()
  }
  return title
}

/** Finds the date. An unreadable one is ignored: a program probably wrote it, so it is not the author's mistake. */
function findDate(
  metadata: PageMetadata,
  content: Element | Root,
  publication: Publication,
): { date: string | undefined; problems: readonly Problem[] } {
  const time = elementsOf(content).find((element) => element.tagName === 'time')
  const candidates = [...metadata.dates, time && (property(time, 'dateTime') ?? textOf(time))]
  const readings = candidates.flatMap((text) => (text ? (readDate(text, publication) ?? []) : []))
  const reading = readings.find(({ instant }) => instant !== undefined) ?? readings[0]
  return { date: reading?.instant, problems: reading?.problems ?? [] }
}
