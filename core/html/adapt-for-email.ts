import type { Element, ElementContent } from 'hast'
import { articleLabel } from '../text/article-labels.ts'
import { fitPicture } from './fit-picture.ts'
import { elementsOf, isAlert, property } from './tree.ts'

/**
 * Returns the replacement of an element in mails, which contain only tags that mail clients show, and nothing too wide.
 * Footnotes lose their links, because a mail contains many articles.
 */
export function adaptForEmail(element: Element, language = 'en'): Element | readonly ElementContent[] {
  const mail = element.properties.id === undefined ? element : withoutId(element)
  switch (element.tagName) {
    case 'a':
      return leadsOut(element) ? mail : withoutBackReference(mail)
    case 'img':
      return safeImage(mail)
    case 'audio':
    case 'video':
      return mediaLink(mail, language)
    case 'picture':
      return element.children.filter(isImage)
    case 'track':
      return []
    case 'source':
      return mail
    case 'details':
      return isAlert(element) ? alert(mail) : { ...mail, tagName: 'div', properties: {} }
    case 'blockquote':
      return isAlert(element) ? alert(mail) : mail
    case 'figure':
      return { ...mail, tagName: 'div', properties: {} }
    case 'summary':
    case 'figcaption':
      return { ...mail, tagName: 'p' }
    case 'table':
      return { ...mail, properties: { ...mail.properties, cellPadding: '6', cellSpacing: '0' } }
    case 'pre':
      return { ...mail, properties: { ...mail.properties, style: 'white-space:pre-wrap;overflow-wrap:anywhere' } }
    default:
      return mail
  }
}

function withoutId(element: Element): Element {
  const { id: _, ...properties } = element.properties
  return { ...element, properties }
}

function leadsOut(link: Element): boolean {
  return property(link, 'href')?.startsWith('#') === false
}

/** Returns a quotation that the style sheet of mails colours. Its edge is visible without the style sheet, too. */
function alert({ children }: Element): Element {
  const properties = { className: ['alert'], style: 'margin:0 0 14px;padding:8px 16px;border-left:4px solid' }
  return { type: 'element', tagName: 'blockquote', properties, children }
}

function isImage(node: ElementContent): boolean {
  return node.type === 'element' && node.tagName === 'img'
}

function withoutBackReference(link: Element): readonly ElementContent[] {
  return property(link, 'className') === 'footnote-backref' ? [] : link.children
}

/**
 * Every picture has a width, because Outlook for Windows shows it at that width, or at its own. Other mail clients show a picture of
 * unknown size at its own width, if the column is wide enough.
 */
function safeImage(image: Element): Element {
  const { height: _, srcSet: __, sizes: ___, ...properties } = image.properties
  const [width, height] = [pixels(image, 'width'), pixels(image, 'height')]
  const style = width === undefined ? 'width:auto;max-width:100%;height:auto' : 'max-width:100%;height:auto'
  return { ...image, properties: { ...properties, width: fitPicture({ width, height }), style } }
}

function pixels(image: Element, name: 'width' | 'height'): number | undefined {
  const value = property(image, name)
  return value === undefined ? undefined : Number(value)
}

/** No mail client plays media, so the mail links to the first source. */
function mediaLink(media: Element, language: string): readonly ElementContent[] {
  const sources = [media, ...elementsOf(media)].map((element) => property(element, 'src'))
  const href = sources.find((source) => source !== undefined)
  if (href === undefined) return []
  const name = articleLabel(media.tagName === 'audio' ? 'listen' : 'watch', language)
  return [{ type: 'element', tagName: 'a', properties: { href }, children: [{ type: 'text', value: name }] }]
}
