import { TooComplexError } from '../html/too-complex-error.ts'
import { longestParagraph } from './limits.ts'

/** Checks the text of a paragraph. The limit is the same in Markdown and on archive pages. @throws {TooComplexError} */
export function checkParagraph(text: string): void {
  if (text.length <= longestParagraph) return
  throw new TooComplexError(`one of its paragraphs has more than ${longestParagraph.toLocaleString('en')} characters`)
}
