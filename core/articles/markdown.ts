import MarkdownIt, { type Token } from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { TooComplexError } from './parse-html.ts'

/** The attribute that says which line of the upload an element comes from. The sanitizer takes it off. */
export const lineAttribute = 'data-line'

/** Characters; what is quadratic within a paragraph stays small. */
const longestParagraph = 20_000
/** Each may open a link, and is looked for its end. */
const mostBrackets = 50_000
/** Openings, closings and texts. */
const mostBlocks = 60_000

const markdown = new MarkdownIt({ html: true, linkify: true }).use(footnote)
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
// What links may point to is the sanitizer's business, for every format alike.
markdown.validateLink = () => true
markdown.core.ruler.after('block', 'limits', ({ tokens }) => {
  if (tokens.length > mostBlocks) throw new TooComplexError('it has too many paragraphs and lists')
  if (tokens.some(({ type, content }) => type === 'inline' && content.length > longestParagraph)) {
    throw new TooComplexError(`a paragraph of it has more than ${longestParagraph.toLocaleString('en')} characters`)
  }
})
markdown.core.ruler.push('lines', (state) => {
  const offset = typeof state.env.lineOffset === 'number' ? state.env.lineOffset : 0
  for (const token of state.tokens) markLines(token, offset)
})

/**
 * CommonMark with tables, strikethrough and footnotes, as HTML that is not safe yet.
 * @throws {TooComplexError}
 */
export function renderMarkdown(source: string, lineOffset: number): string {
  if (source.split('[', mostBrackets + 2).length > mostBrackets) throw new TooComplexError('it has too many links')
  return markdown.render(source, { lineOffset })
}

function markLines(token: Token, offset: number): void {
  const line = token.map && String(token.map[0] + 1 + offset)
  if (line === null) return
  if (token.type === 'heading_open') token.attrSet(lineAttribute, line)
  for (const child of token.children ?? []) {
    if (child.type === 'image' || child.type === 'link_open') child.attrSet(lineAttribute, line)
  }
}
