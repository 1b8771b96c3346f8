import { withoutForbidden } from '../articles/clean-text.ts'

/** Returns text that all XML and HTML parsers read alike: legal characters only, and line feeds (XML 1.0 §2.11). */
export function legible(text: string): string {
  const legal = withoutForbidden(text)
  return legal.includes('\r') ? legal.replace(/\r\n?/g, '\n') : legal
}
