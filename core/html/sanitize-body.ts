import type { Element, ElementContent, Properties, Root } from 'hast'
import { sanitize } from 'hast-util-sanitize'
import { articleLabel } from '../text/article-labels.ts'
import { cleanText } from '../text/clean-text.ts'
import { allowList, embedSources, idPrefix, modernNames, protocols, valueForms } from './allow-list.ts'
import { isBare, mapElements, property, textOf } from './tree.ts'
import { unwrapLink } from './unwrap-link.ts'

/** A body that contains only what the allow-list allows. Its URLs may still be relative. */
export type BodyTree = Root

/**
 * Keeps only markup that is safe and shown everywhere. Sanitizing twice has the same result as sanitizing once.
 * @param language of the labels of links that replace embedded content (BCP 47)
 */
export function sanitizeBody(tree: Root, language = 'en'): BodyTree {
  const sanitized = sanitize(replaceForbidden(tree, language), allowList)
  if (sanitized.type === 'root') return sanitized
  return { type: 'root', children: [sanitized as Element] } // a root stays a root; anything else becomes its only child
}

/** Replaces forbidden elements and attributes that have an allowed equivalent. */
function replaceForbidden(tree: Root, language: string): Root {
  return mapElements(tree, (element) => replaceElement(element, language), cleanText)
}

/** Elements that change even without attributes. */
const media = new Set(['img', 'audio', 'video'])

function replaceElement(element: Element, language: string): Element | readonly ElementContent[] {
  const embedSource = embedSources.get(element.tagName)
  if (embedSource !== undefined) {
    return embedLink(element, cleanUrl(property(element, embedSource) ?? ''), language)
  }
  const player = element.tagName.includes('-') ? playerAddress(element) : undefined
  if (player !== undefined) return embedLink(element, player, language)
  if (isEmptyHeading(element)) return element.properties.id === undefined ? [] : [...anchorTo(element.properties.id)]
  if (element.tagName === 'input' && property(element, 'type') === 'checkbox') return [checkbox(element)]
  const tagName = modernNames.get(element.tagName) ?? element.tagName
  if (tagName === 'a' && element.properties.name !== undefined) return namedLink(element)
  if (tagName === element.tagName && !media.has(tagName) && isBare(element.properties)) return element
  if (element.properties.id !== undefined && isUnwrapped(tagName)) return [...anchorTo(element.properties.id), element]
  const properties = checkProperties(tagName, element.properties)
  if (tagName === 'img') {
    const player = playerOf(properties)
    if (player) return [player]
  }
  if (tagName === 'img' && !isWebOrRelative(properties.src)) return []
  return { ...element, tagName, properties }
}

/** Returns a player for audio or video that is included like an image: `![Episode 5](episode-5.mp3)`. */
function playerOf({ src, alt }: Properties): Element | undefined {
  const [, extension = ''] = /^[^?#]*\.(\w{3,4})(?:[?#]|$)/.exec(String(src ?? '')) ?? []
  const tagName = /^(?:mp3|m4[ab]|aac|og[ga]|opus|flac|wav)$/i.test(extension)
    ? 'audio'
    : /^(?:mp4|m4v|mov|ogv|webm)$/i.test(extension)
      ? 'video'
      : undefined
  if (tagName === undefined || src === undefined) return undefined
  const properties = { src, controls: true, ...(typeof alt === 'string' && alt !== '' && { title: alt }) }
  return { type: 'element', tagName, properties, children: [] }
}

/** Puts an element with the id before a link that has a `name`, which is obsolete: the link may have an id as well. */
function namedLink(link: Element): readonly ElementContent[] {
  const { name, ...others } = link.properties
  return [...anchorTo(name), { ...link, properties: checkProperties('a', others) }]
}

/** Returns true if the allow-list removes the tag and keeps its content. */
function isUnwrapped(tagName: string): boolean {
  return !allowList.tagNames?.includes(tagName) && !allowList.strip?.includes(tagName)
}

/** Returns an empty element to which links to the `name` or id of another can lead. */
function anchorTo(name: Properties[string]): readonly Element[] {
  const id = checkId(cleanText(String(name ?? '')))
  return id === undefined ? [] : [{ type: 'element', tagName: 'a', properties: { id }, children: [] }]
}

/** Returns the sign of a task, which feeds and mails show, too. */
function checkbox({ properties }: Element): ElementContent {
  return { type: 'text', value: properties.checked === undefined ? '☐ ' : '☑ ' }
}

/** Returns the address of a film in a custom element, such as `<lite-youtube videoid="…">`. */
function playerAddress(element: Element): string | undefined {
  const site = /(?:^|-)(youtube|vimeo)(?:-|$)/.exec(element.tagName)?.[1]
  const names = ['videoid', 'video-id', 'video', 'slug', '@slug', 'data-id', 'dataId']
  const id = names.map((name) => property(element, name)).find((value) => value && /^[\w-]{5,20}$/.test(value))
  if (site === undefined || id === undefined) return undefined
  return site === 'vimeo' ? `https://vimeo.com/${id}` : `https://www.youtube.com/watch?v=${id}`
}

/** True for a heading of which nothing would be seen but the link to it. */
function isEmptyHeading({ tagName, children }: Element): boolean {
  return /^h[1-6]$/.test(tagName) && children.every((child) => child.type !== 'element' && textOf(child).trim() === '')
}

/** Returns a link to content that feeds and mails cannot embed. */
function embedLink(element: Element, url: string, language: string): readonly ElementContent[] {
  if (!/^(https?:)?\/\//i.test(url)) return []
  const title = cleanText(
    property(element, 'title') ||
      property(element, 'playlabel') ||
      `${articleLabel('embedded', language)}: ${/\/\/([^/?#]*)/.exec(url)?.[1]}`,
  )
  const href = url.replace(/^(https:\/\/www\.youtube)(?:-nocookie)?(\.com\/)embed\/([\w-]+).*$/, '$1$2watch?v=$3')
  return [{ type: 'element', tagName: 'a', properties: { href }, children: [{ type: 'text', value: title }] }]
}

function checkProperties(tagName: string, original: Properties): Properties {
  const properties: Properties = {}
  for (const [name, value] of Object.entries(original)) {
    if (value === null || value === undefined) continue
    const checked = checkProperty(name, value)
    if (checked !== undefined) properties[name] = checked
  }
  // Without controls, nothing would play: scripts and autoplay are removed.
  if (tagName === 'audio' || tagName === 'video') properties.controls = true
  if (tagName === 'td' || tagName === 'th') Object.assign(properties, alignment(original))
  return properties
}

type Value = NonNullable<Properties[string]>

function checkProperty(name: string, value: Value): Value | undefined {
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => cleanText(String(item)))
  const text = cleanText(String(value))
  if (name === 'href') return unwrapLink(cleanUrl(text))
  if (Object.hasOwn(protocols, name)) return cleanUrl(text)
  if (name === 'id') return checkId(text)
  const form = valueForms.get(name)
  if (form !== undefined && !form.test(text)) return undefined
  return text
}

/** Adds the prefix of ids. fragments.ts makes the links within the article lead to them. */
function checkId(text: string): string | undefined {
  const id = text.trim().replace(/\s+/g, '-')
  if (!valueForms.get('id')?.test(id)) return undefined
  return id.startsWith(idPrefix) ? id : idPrefix + id
}

/** Returns a URL as browsers read it (WHATWG URL, 4.4): no spaces around it, no tabs or line breaks, a lower-case scheme. */
export function cleanUrl(text: string): string {
  return text
    .replace(/[\t\n\r]/g, '')
    .trim()
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, (scheme) => scheme.toLowerCase())
}

/** Returns false for data, and for a file on the author's machine. */
function isWebOrRelative(src: Properties[string]): boolean {
  return src !== undefined && !/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(String(src))
}

/** Converts the `style` that aligns cells of Markdown tables, because mails and feeds get no styles. */
function alignment(original: Properties): Properties {
  const align = /^\s*text-align:\s*(left|right|center)\s*;?\s*$/.exec(String(original.style ?? ''))?.[1]
  return align === undefined ? {} : { align }
}
