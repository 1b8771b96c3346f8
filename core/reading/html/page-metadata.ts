import type { Element, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import type { Field } from '../front-matter/field.ts'
import { simpleName } from '../front-matter/field-names.ts'
import { isMark } from '../front-matter/read-marks.ts'
import type { Image } from '../manuscript.ts'
import { type LinkedData, linkedDataOf } from './linked-data.ts'
import { type NotionProperties, notionProperties } from './notion-properties.ts'

/** The metadata of a page: its `<meta>` elements, JSON-LD, `<title>`, language and canonical address. */
export type PageMetadata = {
  readonly openGraphTitle: string | undefined
  readonly titleElement: string | undefined
  /** Titles under other names. */
  readonly otherTitles: readonly string[]
  readonly siteNames: readonly string[]
  readonly description: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  /** Not parsed, the most reliable first. */
  readonly dates: readonly string[]
  /** Dates of the last change, not parsed. */
  readonly changes: readonly string[]
  readonly language: string | undefined
  readonly direction: string | undefined
  /** Elements that may keep the page from the public. */
  readonly marks: readonly Field[]
  /** What its JSON-LD says that means "not for the public". */
  readonly privateMarks: readonly string[]
  readonly slug: string | undefined
  readonly image: Image | undefined
  readonly status: string | undefined
  readonly notice: string | undefined
  /** Absolute. */
  readonly canonical: string | undefined
}

const publicationNames = [
  ...['og:article:published_time', 'date', 'datepublished', 'dc.date', 'dc.date.issued', 'dc.date.published'],
  ...['dcterms.date', 'dcterms.created', 'dcterms.issued', 'dcterms.available', 'dc.date.created', 'datecreated'],
  ...['pubdate', 'publish-date', 'publish_date', 'publishdate', 'publication_date', 'published_time', 'publish-time'],
  ...['parsely-pub-date', 'sailthru.date', 'citation_publication_date', 'citation_date', 'article.published'],
  ...['article_date_original', 'originalpublicationdate', 'bt:pubdate', 'release_date', 'created'],
]

const changeNames = [
  ...['article:modified_time', 'og:updated_time', 'og:article:modified_time', 'datemodified', 'last-modified'],
  ...['lastmod', 'dcterms.modified', 'dc.date.modified', 'article.updated', 'modified', 'updated'],
]

/** Reads the metadata of a page, under the names of HTML, Open Graph, Dublin Core, schema.org and others. */
export function metadataOf(document: Root): PageMetadata {
  const elements = elementsOf(document)
  const metas = collectMetas(elements)
  const all = (...names: readonly string[]) => names.flatMap((name) => metas.get(name) ?? [])
  const html = elements.find((element) => element.tagName === 'html')
  const title = elements.find((element) => element.tagName === 'title')
  const data = linkedDataOf(elements)
  const notion = notionProperties(document)
  const image = all('og:image', 'og:image:url', 'twitter:image', 'twitter:image:src')[0] ?? data.image
  return {
    openGraphTitle: all('og:title')[0],
    titleElement: title && textOf(title).trim(),
    otherTitles: [
      ...[data.headline ?? []].flat(),
      ...all('headline', 'twitter:title', 'parsely-title', 'sailthru.title', 'title', 'dc.title', 'dcterms.title'),
    ],
    siteNames: all('og:site_name', 'application-name', 'apple-mobile-web-app-title', 'twitter:site:name'),
    description:
      all('description', 'og:description', 'dc.description', 'dcterms.description', 'twitter:description')[0] ??
      data.description ??
      notion.summary,
    authors: authorsOf(all, data, notion),
    topics: [
      ...all('keywords', 'news_keywords', 'parsely-tags', 'sailthru.tags').flatMap((list) => list.split(/\s*,\s*/)),
      ...all('article:tag', 'parsely-section', 'article:section'),
      ...data.topics,
      ...notion.topics,
    ],
    dates: [
      ...all('article:published_time'),
      ...[data.published ?? []].flat(),
      ...all(...publicationNames),
      ...notion.dates,
    ],
    changes: [
      ...all(...changeNames.slice(0, 1)),
      ...[data.modified ?? []].flat(),
      ...all(...changeNames.slice(1)),
      ...notion.changes,
    ],
    language: (html && property(html, 'lang')) ?? all('content-language', 'dc.language')[0] ?? data.language,
    direction: html && property(html, 'dir'),
    marks: marksOf(elements),
    privateMarks: [...marksIn(data), ...notion.privateMarks],
    slug: all('slug')[0],
    status: all('status')[0]?.toLowerCase(),
    notice: all('notice', 'correction')[0],
    canonical: canonicalOf(elements),
    image: image === undefined ? undefined : { url: image, alt: all('og:image:alt', 'twitter:image:alt')[0] ?? '' },
  }
}

type Metas = (...names: readonly string[]) => readonly string[]

/** Names the people whom the most specific source lists: each source may write the same people differently. */
function authorsOf(all: Metas, data: LinkedData, notion: NotionProperties): readonly string[] {
  const names = [
    'author',
    'article:author',
    'dc.creator',
    'dcterms.creator',
    'parsely-author',
    'sailthru.author',
    'citation_author',
  ]
  const sources = [...names.map((name) => all(name)), data.authors, notion.authors]
  const lists = sources.map((source) => source.filter((name) => !/^(?:https?:|@)|^[^\p{L}]*$/u.test(name)))
  return lists.find((list) => list.length > 0) ?? []
}

const privateWords = /^(?:draft|private|pending|pending review|unpublished|in review|trash|future|unlisted|hidden)$/i

function marksIn(data: LinkedData): readonly string[] {
  const marks = data.isFree ? [] : ['its metadata says isAccessibleForFree: false']
  if (privateWords.test(data.status ?? '')) marks.push(`its metadata says creativeWorkStatus: ${data.status}`)
  return marks
}

/** Names of `<meta>` elements that say something else than the same names in front matter. */
const otherMeanings = new Set([
  'expires',
  'publisher',
  'datepublished',
  'type',
  'pubdate',
  'publishdate',
  'releasedate',
  'state',
  'kind',
])

/** Returns the `<meta>` elements that may keep a page from the public. */
function marksOf(elements: readonly Element[]): readonly Field[] {
  return elements.flatMap((element): readonly Field[] => {
    if (element.tagName !== 'meta') return []
    const name = nameOfMeta(element)?.replace(/^.*:/, '') ?? ''
    const value = property(element, 'content')?.trim() ?? ''
    const isRead = isMark(name) && !otherMeanings.has(simpleName(name)) && value !== ''
    return isRead ? [{ name, value, line: element.position?.start.line ?? 1 }] : []
  })
}

function nameOfMeta(element: Element): string | undefined {
  const names = ['name', 'property', 'itemprop', 'http-equiv'].map((key) => property(element, key))
  return names.find(Boolean)?.toLowerCase()
}

function canonicalOf(elements: readonly Element[]): string | undefined {
  const link = elements.find((element) => element.tagName === 'link' && property(element, 'rel') === 'canonical')
  const href = link && property(link, 'href')?.trim()
  return href && /^https?:/i.test(href) ? href : undefined
}

function collectMetas(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const metas = new Map<string, string[]>()
  for (const element of elements) {
    if (element.tagName !== 'meta') continue
    const name = nameOfMeta(element)
    const content = property(element, 'content')?.trim()
    if (!name || !content) continue
    const values = metas.get(name)
    if (values) values.push(content)
    else metas.set(name, [content])
  }
  return metas
}
