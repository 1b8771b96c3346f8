import type { MarkdownIt, StateCore, Token } from 'markdown-it'

/** A term or one of its definitions. `line` counts from the start of the paragraph. */
type Part = { readonly tag: 'dt' | 'dd'; readonly lines: string[]; readonly line: number }

const definition = /^ {0,3}:[ \t]+(?=\S)/

/**
 * Renders definition lists of kramdown, Pandoc and PHP Markdown Extra: a term on a line, and below it lines that begin
 * with a colon, with or without an empty line between them. Runs before inline text is parsed.
 */
export function useDefinitionLists(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'definition-lists', (state) => {
    if (!/^ {0,3}:[ \t]/m.test(state.src)) return
    const tokens: Token[] = []
    for (let index = 0; index < state.tokens.length; index++) {
      const token = state.tokens[index] as Token // within bounds
      const text = token.type === 'paragraph_open' ? state.tokens[index + 1] : undefined
      const parts = text && partsOf(text, tokens)
      if (parts) {
        append(state, tokens, parts, text)
        index += 2
      } else tokens.push(token)
    }
    state.tokens = tokens
  })
}

/** Returns the parts of a paragraph; undefined if it defines nothing. */
function partsOf({ content }: Token, above: Token[]): readonly Part[] | undefined {
  const lines = content.split('\n')
  if (!lines.some((line) => definition.test(line))) return undefined
  const parts: Part[] = []
  if (definition.test(lines[0] ?? '') && !takeTerm(above, parts)) return undefined
  lines.forEach((text, line) => {
    const last = parts.at(-1)
    if (definition.test(text)) parts.push({ tag: 'dd', lines: [text.replace(definition, '')], line })
    else if (last?.tag === 'dd' && !definition.test(lines[line + 1] ?? '')) last.lines.push(text)
    else parts.push({ tag: 'dt', lines: [text], line })
  })
  return parts
}

/** Turns the paragraph above a definition into its term. Returns false if there is none. */
function takeTerm(above: Token[], parts: Part[]): boolean {
  if (above.at(-1)?.type === 'dl_close') return true
  const text = above.at(-1)?.type === 'paragraph_close' ? above.at(-2) : undefined
  if (text?.type !== 'inline' || above.at(-3)?.hidden) return false
  above.splice(-3)
  for (const line of text.content.split('\n')) parts.push({ tag: 'dt', lines: [line], line: 0 })
  return true
}

function append({ Token }: StateCore, tokens: Token[], parts: readonly Part[], { map }: Token): void {
  const push = (type: string, tag: string, nesting: Token['nesting']): Token => {
    const token = new Token(type, tag, nesting)
    token.block = true
    tokens.push(token)
    return token
  }
  if (tokens.at(-1)?.type === 'dl_close') tokens.pop()
  else push('dl_open', 'dl', 1).map = map
  for (const { tag, lines, line } of parts) {
    push(`${tag}_open`, tag, 1)
    const text = push('inline', '', 0)
    text.content = lines.join('\n').trim()
    text.children = []
    text.map = map && [map[0] + line, map[0] + line + lines.length]
    push(`${tag}_close`, tag, -1)
  }
  push('dl_close', 'dl', -1)
}
