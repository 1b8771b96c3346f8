import type { Element } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { property, textOf } from '../../html/tree.ts'

/** What the JSON-LD of a page says about its article (schema.org). */
export type LinkedData = {
  readonly headline?: string | undefined
  readonly description?: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  readonly published?: string | undefined
  readonly modified?: string | undefined
  readonly image?: string | undefined
  readonly language?: string | undefined
  readonly isFree: boolean
  /** `creativeWorkStatus`, such as Draft. */
  readonly status?: string | undefined
}

type Thing = Readonly<Record<string, unknown>>

/** Characters of one script. Real ones have a few thousand. */
const longestScript = 200_000
/** Objects in all scripts of a page. */
const mostThings = 500
/** Levels of lists and objects. */
const deepest = 8

/** Reads the first article in the scripts of a page; a `WebPage` counts if there is no article. */
export function linkedDataOf(elements: readonly Element[]): LinkedData {
  const things: Thing[] = []
  for (const element of elements) {
    if (element.tagName !== 'script' || !/^application\/ld\+json/i.test(property(element, 'type') ?? '')) continue
    collect(parseJson(textOf(element)), things, 0)
  }
  const article = things.find((thing) =>
    typeOf(thing).some((type) => /(Article|Posting)$|^(Report|CreativeWork)$/.test(type)),
  )
  const page = things.find((thing) => typeOf(thing).some((type) => /^(Web|Item)Page$/.test(type)))
  const main = article ?? page ?? {}
  const text = (name: string) => texts(main[name])[0]
  return {
    headline: article && (text('headline') ?? text('name')),
    description: text('description'),
    authors: listOf(main.author ?? main.creator).flatMap((author) => nameOf(author, things)),
    topics: [...texts(main.keywords).flatMap((list) => list.split(/\s*,\s*/)), ...texts(main.articleSection)],
    published: text('datePublished') ?? text('dateCreated'),
    modified: text('dateModified'),
    image: imageOf(main.image, things),
    language: text('inLanguage'),
    isFree: !things.some((thing) => /^false$/i.test(String(thing.isAccessibleForFree))),
    status: text('creativeWorkStatus'),
  }
}

function parseJson(script: string): unknown {
  if (script.length > longestScript) return undefined
  const json = script.trim().replace(/^(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '')
  try {
    return JSON.parse(json.replace(/(?:\/\/\s*-->|-->|\/\/\s*\]\]>|\/\*\s*\]\]>\s*\*\/|\]\]>)\s*$/, ''))
  } catch {
    return undefined // A page with broken JSON-LD is read as a page without it, as search engines do.
  }
}

function collect(value: unknown, things: Thing[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return
  if (Array.isArray(value)) {
    for (const item of value) if (things.length < mostThings) collect(item, things, depth + 1)
    return
  }
  if (things.length >= mostThings) return
  const thing = value as Thing // any object has string keys
  things.push(thing)
  for (const name of ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart']) collect(thing[name], things, depth + 1)
}

function typeOf(thing: Thing): readonly string[] {
  return texts(thing['@type']).map((type) => type.slice(type.lastIndexOf('/') + 1))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, mostThings) : [value]
}

/** Returns the texts of a value: a text, a language-tagged or named object, or a list of these. */
function texts(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => {
    if (typeof item === 'string') return clean(item)
    if (typeof item !== 'object' || item === null) return []
    const { '@value': literal, name } = item as Thing // any object has string keys
    const text = literal ?? name
    return typeof text === 'string' ? clean(text) : []
  })
}

/** WordPress writes character references into JSON. */
function clean(text: string): readonly string[] {
  const plain = /&#?\w+;/.test(text) && !text.includes('<') ? textOf(parseHtml(text.slice(0, 2000), false)) : text
  return plain.trim() === '' ? [] : [plain.trim()]
}

/** Returns the name of a person, which may be described elsewhere under the same `@id`. */
function nameOf(author: unknown, things: readonly Thing[]): readonly string[] {
  const names = texts(author)
  if (names.length > 0 || typeof author !== 'object' || author === null) return names
  const id = (author as Thing)['@id'] // any object has string keys
  return id === undefined ? [] : texts(things.find((thing) => thing['@id'] === id && thing.name !== undefined))
}

function imageOf(image: unknown, things: readonly Thing[]): string | undefined {
  const first = listOf(image)[0]
  if (typeof first === 'string') return first
  if (typeof first !== 'object' || first === null) return undefined
  const own = first as Thing // any object has string keys
  const found = own.url ?? own.contentUrl ?? things.find((thing) => thing['@id'] === own['@id'] && thing.url)?.url
  return typeof found === 'string' ? found : undefined
}
