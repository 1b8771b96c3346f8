import { escapeHtml } from '../text/escape-html.ts'
import { readableText } from './readable-text.ts'

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Escapes an element's text. W3C's validator takes `&lt;` in an RSS title for markup, so references are numeric. */
export function escapeText(text: string): string {
  return readableText(text).replace(
    /[<>&"]/g,
    (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
  )
}

/** Escapes an attribute's value. Some parsers read only named references there. */
export function escapeAttribute(text: string): string {
  return escapeHtml(readableText(text))
}

/** Escapes those attributes that have a value. */
export function escapeAttributes(attributes: Attributes): Readonly<Record<string, string>> {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, escapeAttribute(String(value))]))
}

/** Escapes the text of a CDATA section. */
export function escapeCdata(text: string): string {
  return readableText(text).replaceAll(']]>', ']]]]><![CDATA[>')
}
