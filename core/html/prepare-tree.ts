import type { Element, ElementContent, Properties, Root } from 'hast'
import { cleanText } from '../text/clean-text.ts'
import { isBare, mapElements, property } from './tree.ts'

const modernNames: Readonly<Record<string, string>> = {
  strike: 's',
  tt: 'code',
  acronym: 'abbr',
  center: 'div',
  xmp: 'pre',
}
const embedSources: Readonly<Record<string, string>> = { iframe: 'src', embed: 'src', object: 'data' }
const urlProperties = ['href', 'src', 'cite', 'poster']
/** Ids of authors are kept apart from those of the page around them. */
export const idPrefix = 'a-'

/** Brings a parsed tree into the form that the allow-list judges: what it forbids has become what it allows, if it can. */
export function prepareTree(tree: Root): Root {
  return mapElements(tree, prepareElement, cleanText)
}

function prepareElement(element: Element): readonly ElementContent[] {
  const embedSource = embedSources[element.tagName]
  if (embedSource !== undefined) return embedLink(element, cleanUrl(property(element, embedSource) ?? ''))
  const tagName = modernNames[element.tagName] ?? element.tagName
  if (tagName === element.tagName && tagName !== 'img' && isBare(element.properties)) return [element]
  const properties = prepareProperties(tagName, element.properties)
  if (tagName === 'img' && (properties.src === undefined || isDataUrl(properties.src))) return []
  return [{ ...element, tagName, properties }]
}

/** What feeds and mail cannot embed they can link to. */
function embedLink(element: Element, url: string): readonly ElementContent[] {
  if (!/^(https?:)?\/\//i.test(url)) return []
  const title = cleanText(property(element, 'title') || `Embedded content: ${/\/\/([^/?#]*)/.exec(url)?.[1]}`)
  const href = url.replace(/^(https:\/\/www\.youtube)(?:-nocookie)?(\.com\/)embed\/([\w-]+).*$/, '$1$2watch?v=$3')
  return [{ type: 'element', tagName: 'a', properties: { href }, children: [{ type: 'text', value: title }] }]
}

function prepareProperties(tagName: string, given: Properties): Properties {
  const properties: Properties = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue
    const prepared = prepareProperty(name, value)
    if (prepared !== undefined) properties[name] = prepared
  }
  if (tagName === 'img') Object.assign(properties, lazySource(given, properties.src))
  if (tagName === 'td' || tagName === 'th') Object.assign(properties, alignment(given))
  return properties
}

type Value = NonNullable<Properties[string]>

function prepareProperty(name: string, value: Value): Value | undefined {
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => cleanText(String(item)))
  const text = cleanText(String(value))
  if (urlProperties.includes(name)) return prepareUrl(text)
  const form = forms[name]
  if (form !== undefined && !form.test(text)) return undefined
  return name === 'id' && !text.startsWith(idPrefix) ? idPrefix + text : text
}

/** Numbers are bounded, for whoever lays out a table of a billion columns. */
const forms: Readonly<Record<string, RegExp>> = {
  id: /^[\w:.-]{1,80}$/,
  dir: /^(ltr|rtl|auto)$/i,
  lang: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/,
  align: /^(left|right|center)$/i,
  scope: /^(row|col)(group)?$/i,
  type: /^([1aAiI]|(audio|video)\/[\w.+-]{1,40})$/,
  colSpan: /^[1-9]\d{0,1}$/,
  rowSpan: /^[1-9]\d{0,1}$/,
  span: /^[1-9]\d{0,1}$/,
  width: /^[1-9]\d{0,3}$/,
  height: /^[1-9]\d{0,3}$/,
  sizes: /^[\w\s().,:%<>=-]{1,300}$/,
  start: /^-?\d{1,6}$/,
  value: /^-?\d{1,6}$/,
}

function prepareUrl(text: string): string | undefined {
  const url = cleanUrl(text)
  if (url.startsWith('#')) return url.startsWith(`#${idPrefix}`) || url === '#' ? url : `#${idPrefix}${url.slice(1)}`
  return url
}

/** As a browser reads it (WHATWG URL, 4.4): without spaces around it, tabs and line breaks; with its scheme in lower case. */
function cleanUrl(text: string): string {
  return text
    .replace(/[\t\n\r]/g, '')
    .trim()
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, (scheme) => scheme.toLowerCase())
}

function isDataUrl(value: unknown): boolean {
  return String(value).startsWith('data:')
}

function lazySource(given: Properties, source: unknown): Properties {
  const lazy = given['data-src']
  return typeof lazy === 'string' && (source === undefined || isDataUrl(source)) ? { src: cleanUrl(lazy) } : {}
}

/** Markdown tables come with a style, which mail and feeds lose. */
function alignment(given: Properties): Properties {
  const align = /^\s*text-align:\s*(left|right|center)\s*;?\s*$/.exec(String(given.style ?? ''))?.[1]
  return align === undefined ? {} : { align }
}
