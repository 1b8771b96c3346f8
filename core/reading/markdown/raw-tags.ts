import type { MarkdownIt, Token } from 'markdown-it'

/** Tags of elements whose content is no HTML. */
const rawTags = /<(\/?)(iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp)\b[^<>]*>/gi

/**
 * Shows a tag such as `<script>` as text if nothing closes it: otherwise, the rest of the article would be its content and
 * disappear. Shows PHP as a block of code.
 */
export function useRawTags(markdown: MarkdownIt): void {
  markdown.core.ruler.after('inline', 'raw-tags', ({ tokens }) => {
    const closed = new Set<string>()
    for (const token of tokens.toReversed()) {
      if (token.type === 'html_block') settleBlock(token, closed)
      for (const child of token.children?.toReversed() ?? []) {
        if (child.type !== 'html_inline') continue
        const html = withEnds(child.content, closed)
        if (html.startsWith('&lt;')) child.type = 'text'
        else child.content = html
      }
    }
  })
}

function settleBlock(token: Token, closed: Set<string>): void {
  if (/^\s*<\?(?:php|=|\s)/.test(token.content)) token.type = 'code_block'
  else token.content = withEnds(token.content, closed)
}

/** @param closed names of the end tags below `html` that close nothing yet */
function withEnds(html: string, closed: Set<string>): string {
  let result = html
  for (const { 0: tag, 1: slash, 2: name = '', index } of [...html.matchAll(rawTags)].reverse()) {
    const element = name.toLowerCase()
    if (slash) closed.add(element)
    else if (tag.endsWith('/>'))
      result = `${result.slice(0, index)}${tag.slice(0, -2)}></${name}>${result.slice(index + tag.length)}`
    else if (!closed.delete(element)) result = `${result.slice(0, index)}&lt;${result.slice(index + 1)}`
  }
  return result
}
