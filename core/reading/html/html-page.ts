import type { Element, ElementContent, Root } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import type { Problem } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { cleanLine } from '../../text/clean-text.ts'
import { readDate } from '../../text/read-date.ts'
import type { Reading } from '../reading.ts'
import { metadataOf, type PageMetadata } from './page-metadata.ts'

/**
 * Reads a whole page or a fragment of one. Of a page, the article is in `<article>`, `<main>` or else the body.
 * @throws {TooComplexError}
 */
export function readHtmlPage(text: string, publication: Publication): Reading {
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

/** The only article, or what the page declares its main content; an overview of several articles is taken whole. */
function findContent(document: Root): Element | Root {
  const elements = elementsOf(document)
  const articles = elements.filter((element) => element.tagName === 'article')
  const main = elements.find((element) => element.tagName === 'main' || element.properties.role === 'main')
  const body = elements.find((element) => element.tagName === 'body')
  return (articles.length === 1 ? articles[0] : undefined) ?? main ?? body ?? document
}

/** Leaves out navigation, and around a body without `<main>` the page's own header and footer. */
function withoutFrame(content: Element | Root, heading: Element | undefined): ElementContent[] {
  const wholePage = content.type === 'element' && content.tagName === 'body'
  const frame = wholePage ? ['header', 'footer', 'aside', 'nav'] : ['nav']
  return content.children.flatMap((node) => {
    if (node.type === 'text') return [node]
    if (node.type !== 'element' || (frame.includes(node.tagName) && !holds(node, heading))) return []
    return heading === undefined ? [node] : without(node, heading)
  })
}

function holds(element: Element, sought: Element | undefined): boolean {
  return elementsOf(element).some((inner) => inner === sought)
}

function without(node: ElementContent, removed: Element): ElementContent[] {
  if (node === removed) return []
  if (node.type !== 'element' || !holds(node, removed)) return [node]
  return [{ ...node, children: node.children.flatMap((child) => without(child, removed)) }]
}

/**
 * The first heading is the title if the page's own title has it or is missing: pages add their site's name to one of
 * both. `heading` is what then has to go from the text.
 */
function findTitle(metadata: PageMetadata, content: Element | Root, publication: Publication) {
  const heading = elementsOf(content).find((element) => element.tagName === 'h1')
  const headline = heading && cleanLine(textOf(heading))
  const declared = metadata.title && withoutSiteName(metadata.title, publication)
  if (headline && (!declared || declared.toLowerCase().includes(headline.toLowerCase())))
    return { title: headline, heading }
  return { title: declared || undefined, heading: undefined }
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

/** A machine wrote most of these dates: one that means nothing is left aside rather than held against the author. */
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
