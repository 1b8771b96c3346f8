import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { type AlertKind, alertLabel } from '../../text/alert-labels.ts'
import { alertKind } from './alert-kinds.ts'
import { environmentOf } from './environment.ts'

/** An alert: `kind` decides its label and its looks. */
export type Alert = {
  readonly kind: AlertKind
  /** Markdown. Without a title, the alert has the label of its kind; an empty title means no label. */
  readonly title?: string | undefined
  /** Whether readers can fold it, and its state at first. */
  readonly fold?: 'open' | 'closed' | undefined
}

/** `[!NOTE]` at the start of a quotation, as on GitHub; `[!tip]- Title` and `[!tip|right]+`, as in Obsidian. */
const marker = /^\\?\[!([\p{L}\p{N}_ -]{1,40})(?:\|[^\]\n]{0,100})?\\?\]([+-]?)(?:[ \t]+([^\n]*))?(?:\n|$)/u

/** Turns quotations that begin with a marker into alerts. Runs before inline text is parsed. */
export function useAlerts(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'alerts', (state) => {
    if (!state.src.includes('[!')) return
    const quotes: (Alert | undefined)[] = []
    const tokens: Token[] = []
    for (let index = 0; index < state.tokens.length; index++) {
      const token = state.tokens[index] as Token // within bounds
      if (token.type === 'blockquote_open') {
        const alert = alertAt(state.tokens, index)
        quotes.push(alert)
        tokens.push(...(alert ? alertStart(state, alert, token.map) : [token]))
        if (alert && state.tokens[index + 2]?.content === '') index += 3
      } else if (token.type === 'blockquote_close') {
        const alert = quotes.pop()
        tokens.push(alert ? alertEnd(state, alert) : token)
      } else tokens.push(token)
    }
    state.tokens = tokens
  })
}

/** Returns the alert of a quotation, and removes its marker from the text. */
function alertAt(tokens: readonly Token[], index: number): Alert | undefined {
  const text = tokens[index + 1]?.type === 'paragraph_open' ? tokens[index + 2] : undefined
  const match = text && marker.exec(text.content)
  if (!match) return undefined
  const [all, name = '', sign = '', title = ''] = match
  text.content = text.content.slice(all.length)
  if (text.map) text.map = [text.map[0] + 1, text.map[1]]
  const kind = alertKind(name)
  const fallback = kind === undefined ? capitalized(name.trim()) : undefined
  return { kind: kind ?? 'note', title: title.trim() || fallback, fold: foldOf(sign) }
}

function foldOf(sign: string): Alert['fold'] {
  return sign === '-' ? 'closed' : sign === '+' ? 'open' : undefined
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ').toLowerCase()
}

type State = Pick<StateCore, 'Token' | 'env'>

/** Returns the tokens that open an alert, including its title. */
export function alertStart(state: State, { kind, title, fold }: Alert, map: Token['map']): readonly Token[] {
  const open = block(state, 'alert_open', fold ? 'details' : 'blockquote', 1)
  open.map = map
  open.attrSet('class', `alert alert-${kind}`)
  if (fold === 'open') open.attrSet('open', '')
  const text = new state.Token('inline', '', 0)
  text.content = title ?? alertLabel(kind, environmentOf(state).language)
  text.map = map && [map[0], map[0] + 1]
  text.children = []
  if (text.content === '') return [open]
  const tag = fold ? 'summary' : 'p'
  const start = new state.Token('alert_title_open', tag, 1) // not as a block, whose text would begin with a line break
  const strong = [new state.Token('strong_open', 'strong', 1), new state.Token('strong_close', 'strong', -1)] as const
  return [open, start, strong[0], text, strong[1], block(state, 'alert_title_close', tag, -1)]
}

export function alertEnd(state: State, { fold }: Alert): Token {
  return block(state, 'alert_close', fold ? 'details' : 'blockquote', -1)
}

function block(state: State, type: string, tag: string, nesting: Token['nesting']): Token {
  const token = new state.Token(type, tag, nesting)
  token.block = true
  return token
}
