import MarkdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import mark from 'markdown-it-mark'
import { mostNodes } from '../../html/limits.ts'
import { TooComplexError } from '../../html/too-complex-error.ts'
import type { Problem } from '../../problem.ts'
import { quotesOf, withApostrophes } from '../../text/smart-quotes.ts'
import { checkParagraph } from '../check-paragraph.ts'
import { longestAddress, mostBlocks, mostBrackets } from '../limits.ts'
import { useAbbreviations } from './abbreviations.ts'
import { useAdmonitions } from './admonitions.ts'
import { useAlerts } from './alerts.ts'
import { useCodeTags } from './constructs/code-tags.ts'
import { useConstructs } from './constructs/constructs.ts'
import { useFormulas } from './constructs/formulas.ts'
import { useJsx } from './constructs/jsx.ts'
import { useDefinitionLists } from './definition-lists.ts'
import { type Environment, environmentOf, lineAttribute } from './environment.ts'
import { readHeadingAttributes } from './heading-attributes.ts'
import { useQuickTokens } from './quick-tokens.ts'
import { useRaisedText } from './raised-text.ts'
import { useRawTags } from './raw-tags.ts'
import { readSpacedAddresses } from './spaced-addresses.ts'
import { useTaskItems } from './task-items.ts'

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: true })
  .use(cjkFriendly)
  .use(useQuickTokens)
  .use(mark)
  .use(footnote)
  .use(useRaisedText)
  .use(useDefinitionLists)
  .use(useAbbreviations)
  .use(useTaskItems)
  .use(useAlerts)
  .use(useAdmonitions)
  .use(useFormulas)
  .use(useCodeTags)
  .use(useJsx)
  .use(useConstructs)
  .use(useRawTags)
// Stops while the blocks are read: a short table may have very many cells, since rows are filled up to the width of the head.
markdown.block.State = class extends markdown.block.State {
  override push(type: string, tag: string, nesting: Token['nesting']): Token {
    checkBlocks(this.tokens)
    return super.push(type, tag, nesting)
  }
}
// The typographer replaces only quotation marks: "(c)" and "..." stay as their authors wrote them.
markdown.disable('replacements')
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
// Checking "//" takes quadratic time for some texts, and GitHub does not link it either.
markdown.linkify.add('//', null)
// As on GitHub, "www." begins an address, but "end.Start" does not.
markdown.linkify.add('www.', {
  validate: (text, pos, self) =>
    Math.max(0, self.testSchemaAt(`http://www.${text.slice(pos, pos + longestAddress)}`, 'http:', 5) - '//www.'.length),
  normalize: (match) => {
    match.url = `https://${match.url}`
  },
})
// The sanitizer decides which addresses are allowed, by the same rules for every format.
markdown.validateLink = () => true
markdown.core.ruler.after('block', 'limits', ({ tokens }) => {
  checkBlocks(tokens)
  for (const { type, content } of tokens) if (type === 'inline') checkParagraph(content)
})
markdown.core.ruler.before('inline', 'heading-attributes', readHeadingAttributes)
markdown.core.ruler.before('inline', 'spaced-addresses', readSpacedAddresses)
markdown.core.ruler.before('smartquotes', 'apostrophes', ({ tokens }) => {
  for (const token of tokens) {
    for (const child of token.children ?? []) {
      if (child.type === 'text' && child.content.includes("'")) child.content = withApostrophes(child.content)
    }
  }
})
markdown.core.ruler.push('lines', (state) => {
  const { lineOffset } = environmentOf(state)
  checkImages(state.tokens)
  for (const token of state.tokens) markLines(token, lineOffset)
})

/**
 * Renders CommonMark with the extensions that docs/formats.md lists, and the labels and quotation marks of `language`. The
 * HTML is not sanitized.
 * @param lineOffset lines of the upload above `source`
 * @throws {TooComplexError}
 */
export function renderMarkdown(
  source: string,
  lineOffset: number,
  language: string,
): { readonly html: string; readonly problems: readonly Problem[] } {
  if (source.split('[', mostBrackets + 2).length > mostBrackets) throw new TooComplexError('it has too many links')
  markdown.set({ quotes: quotesOf(language) })
  const env: Environment = { lineOffset, language, problems: [], unclosed: new Set() }
  return { html: markdown.render(source, { ...env }), problems: env.problems }
}

function checkBlocks(tokens: readonly Token[]): void {
  if (tokens.length > mostBlocks) throw new TooComplexError('it has too many paragraphs, lists and table cells')
}

/** Stops before images are rendered that would be too many elements. */
function checkImages(tokens: readonly Token[]): void {
  let images = 0
  for (const { children } of tokens) for (const { type } of children ?? []) if (type === 'image') images += 1
  if (images > mostNodes) throw new TooComplexError('it has too many images')
}

function markLines(token: Token, offset: number): void {
  const line = token.map && String(token.map[0] + 1 + offset)
  if (line === null) return
  if (token.type === 'heading_open') token.attrSet(lineAttribute, line)
  for (const child of token.children ?? []) {
    if (child.type === 'image' || child.type === 'link_open') child.attrSet(lineAttribute, line)
  }
}
