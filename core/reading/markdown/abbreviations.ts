import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { mostAbbreviations } from '../limits.ts'

const definition = /^ {0,3}\*\[([^\]\n]{1,60})\]:[ \t]*(.{0,300})$/

/** Renders abbreviations of kramdown and PHP Markdown Extra, which a line such as `*[SES]: Simple Email Service` explains. */
export function useAbbreviations(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'abbreviation-lines', (state) => {
    if (!state.src.includes('*[')) return
    const titles = takeDefinitions(state)
    if (titles.size > 0) state.env.abbreviations = titles
  })
  markdown.core.ruler.after('linkify', 'abbreviations', (state) => {
    const titles: unknown = state.env.abbreviations
    if (titles instanceof Map) explain(state, titles)
  })
}

/** Removes the paragraphs that consist of definitions. */
function takeDefinitions(state: StateCore): ReadonlyMap<string, string> {
  const titles = new Map<string, string>()
  const tokens: Token[] = []
  for (let index = 0; index < state.tokens.length; index++) {
    const token = state.tokens[index] as Token // within bounds
    const content = token.type === 'paragraph_open' ? state.tokens[index + 1]?.content : undefined
    const matches = content?.startsWith('*[') ? content.split('\n').map((line) => definition.exec(line)) : [null]
    if (matches.includes(null) || titles.size + matches.length > mostAbbreviations) tokens.push(token)
    else {
      for (const match of matches) titles.set(match?.[1] ?? '', match?.[2]?.trim() ?? '')
      index += 2
    }
  }
  state.tokens = tokens
  return titles
}

function explain(state: StateCore, titles: ReadonlyMap<string, string>): void {
  const names = [...titles.keys()].sort((a, b) => b.length - a.length).map((name) => RegExp.escape(name))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${names.join('|')})(?![\\p{L}\\p{N}_])`, 'u')
  for (const token of state.tokens) {
    token.children &&= token.children.flatMap((child) => {
      if (child.type !== 'text' || !pattern.test(child.content)) return [child]
      return child.content
        .split(pattern)
        .flatMap((part, index) => tokensOf(state, part, index % 2 ? titles : undefined))
    })
  }
}

function tokensOf({ Token }: StateCore, part: string, titles: ReadonlyMap<string, string> | undefined): Token[] {
  const text = new Token('text', '', 0)
  text.content = part
  if (titles === undefined) return [text]
  const open = new Token('abbr_open', 'abbr', 1)
  open.attrSet('title', titles.get(part) ?? '')
  return [open, text, new Token('abbr_close', 'abbr', -1)]
}
