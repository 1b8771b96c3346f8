import type { Element, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import type { Image } from '../manuscript.ts'

/** The metadata of a page: its `<meta>` elements, `<title>`, language and canonical address. */
export type PageMetadata = {
  readonly title: string | undefined
  readonly description: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  /** Not parsed, the most reliable first. */
  readonly dates: readonly string[]
  readonly language: string | undefined
  readonly direction: string | undefined
  readonly draft: boolean
  readonly slug: string | undefined
  readonly image: Image | undefined
  readonly status: string | undefined
  readonly notice: string | undefined
  /** Absolute. */
  readonly canonical: string | undefined
}

const dateNames = [
  'article:published_time',
  'date',
  'datepublished',
  'dc.date',
  'dc.date.issued',
  'dcterms.date',
  'dcterms.created',
  'dcterms.issued',
  'pubdate',
  'publish-date',
]

/** Reads the metadata of a page, under the names of HTML, Open Graph, Dublin Core and schema.org. */
export function metadataOf(document: Root): PageMetadata {
  const elements = elementsOf(document)
  const metas = collectMetas(elements)
  const all = (...names: readonly string[]) => names.flatMap((name) => metas.get(name) ?? [])
  const html = elements.find((element) => element.tagName === 'html')
  const title = elements.find((element) => element.tagName === 'title')
  const image = all('og:image', 'twitter:image')[0]
  return {
    title: all('og:title')[0] ?? (title && textOf(title).trim()) ?? all('title', 'dc.title', 'dcterms.title')[0],
    description: all('description', 'og:description', 'dc.description')[0],
    authors: all('author', 'article:author', 'dc.creator').filter((name) => !/^https?:/.test(name)),
    topics: [...all('keywords', 'news_keywords').flatMap((list) => list.split(/\s*,\s*/)), ...all('article:tag')],
    dates: all(...dateNames),
    language: html && property(html, 'lang'),
    direction: html && property(html, 'dir'),
    draft: all('draft').some((value) => /^(true|yes|1)$/i.test(value)),
    slug: all('slug')[0],
    status: all('status')[0]?.toLowerCase(),
    notice: all('notice', 'correction')[0],
    canonical: canonicalOf(elements),
    image: image === undefined ? undefined : { url: image, alt: all('og:image:alt')[0] ?? '' },
  }
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
    const name = (
      property(element, 'name') ??
      property(element, 'property') ??
      property(element, 'itemprop')
    )?.toLowerCase()
    const content = property(element, 'content')?.trim()
    if (!name || !content) continue
    const values = metas.get(name)
    if (values) values.push(content)
    else metas.set(name, [content])
  }
  return metas
}
