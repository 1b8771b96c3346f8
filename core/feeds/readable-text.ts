import { cleanText } from '../text/clean-text.ts'

/** Text as every XML and HTML parser reads it alike: only legal characters, line feeds as line ends (XML 1.0 §2.11). */
export function readableText(text: string): string {
  return cleanText(text).replace(/\r\n?/g, '\n')
}
