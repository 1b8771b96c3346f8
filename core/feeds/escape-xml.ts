import { escapeHtml } from '../text/escape-html.ts'
import { readableText } from './readable-text.ts'

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Escapes an element's text with numeric references, because W3C's validator mistakes `&lt;` in an RSS title for markup. */
export function escapeText(text: string): string {
  return readableText(text).replace(
    /[<>&"]/g,
    (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
  )
}

/** Escapes an attribute's value with named references, because some parsers read only those in attributes. */
export function escapeAttribute(text: string): string {
  return escapeHtml(readableText(text))
}

/** Escapes the attributes that have a value, and omits the others. */
export function escapeAttributes(attributes: Attributes): Readonly<Record<string, string>> {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, escapeAttribute(String(value))]))
}

/** Escapes the text of a CDATA section. */
export function escapeCdata(text: string): string {
  return readableText(text).replaceAll(']]>', ']]]]><![CDATA[>')
}
