import { parseHtml } from '../../html/parse-html.ts'
import { textOf } from '../../html/tree.ts'

/** Decodes the character references that some programs write into fields: `Bath &amp; Wells`, `&#8217;`. Tags stay text. */
export function decodeReferences(text: string): string {
  if (!/&(?:#\d|#x[\da-f]|[a-z])/i.test(text)) return text
  // A line break at the start and white space outside of an element would be lost.
  return textOf(parseHtml(`<p>${text.replaceAll('<', '&lt;')}</p>`, false))
}
