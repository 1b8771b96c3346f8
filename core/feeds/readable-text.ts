import { cleanText } from '../text/clean-text.ts'

/** Makes text the same for every XML and HTML parser: legal characters only, line feeds as line ends (XML 1.0 §2.11). */
export function readableText(text: string): string {
  return cleanText(text).replace(/\r\n?/g, '\n')
}
