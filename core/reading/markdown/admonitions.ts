import type { MarkdownIt, StateBlock } from 'markdown-it'
import { type Problem, warning } from '../../problem.ts'
import { alertKind } from './alert-kinds.ts'
import { type Alert, alertEnd, alertStart } from './alerts.ts'
import { environmentOf } from './environment.ts'

const interrupted = { alt: ['paragraph', 'reference', 'blockquote', 'list'] }

/** Renders alerts that are written as blocks: `:::tip Title … :::`, `!!! note "Title"`, and pairs of tags (`{% hint %}`). */
export function useAdmonitions(markdown: MarkdownIt): void {
  markdown.block.ruler.before('fence', 'container', container, interrupted)
  markdown.block.ruler.before('fence', 'admonition', admonition, interrupted)
  markdown.block.ruler.before('fence', 'alert-tags', alertTags, interrupted)
}

/** `:::note Title`, `::: tip`, `:::info[Title]` and Pandoc's `::: {.warning title="Title"}`. */
const containerStart = /^:{3,} ?([\p{L}_][\w-]{0,40})? ?(?:\[([^\]]*)\])? ?(?:\{([^}]*)\})?((?:[^:]|:\w+:)*):*$/u

function container(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (!beginsWith(state, start, ':::')) return false
  const text = lineText(state, start)
  const match = containerStart.exec(text)
  if (match === null) return false
  const [, name, label, attributes = '', rest = ''] = match
  if (name === undefined && !/\S/.test(attributes)) return false
  if (silent) return true
  const place = placeOf(state, start, end, (line) => (/^:{3,}$/.test(line) ? -1 : line.startsWith(':::') ? 1 : 0))
  const classes = [name ?? '', ...[...attributes.matchAll(/\.(?:callout-)?([\w-]+)/g)].map(([, each = '']) => each)]
  const kind = classes.map(alertKind).find((each) => each !== undefined)
  const title = label ?? titleIn(attributes) ?? rest.trim()
  const fold = name === 'details' || name === 'spoiler' ? 'closed' : undefined
  const alert: Alert | undefined = kind || fold ? { kind: kind ?? 'note', title: title || undefined, fold } : undefined
  if (alert === undefined && name !== undefined) environmentOf(state).problems.push(unknownBlock(state, text, start))
  wrap(state, alert, start, place)
  return true
}

/** MkDocs: `!!! note "Title"`, and `???` for one that readers can fold, or `===` for a tab. The text is indented by four spaces. */
const admonitionStart = /^(?:(!!!|\?\?\?\+?) ([\w-]{1,40})(?: [\w-]+)*(?: "(.*)")?|===[!+]? "(.+)")$/

function admonition(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (!['!!!', '???', '==='].some((mark) => beginsWith(state, start, mark))) return false
  const match = admonitionStart.exec(lineText(state, start))
  if (match === null) return false
  if (silent) return true
  const [, sign, name = 'note', title, tab] = match
  let close = start + 1
  for (let line = close; line < end; line++) {
    if (state.isEmpty(line)) continue
    if ((state.sCount[line] ?? 0) < state.blkIndent + 4) break
    close = line + 1
  }
  const fold = sign === '???' ? 'closed' : sign === '!!!' ? undefined : 'open'
  const kind = alertKind(name)
  const fallback = kind === undefined ? name.charAt(0).toUpperCase() + name.slice(1) : undefined
  const alert: Alert = { kind: kind ?? 'note', title: title ?? tab ?? fallback, fold }
  wrap(state, alert, start, { close, next: close }, state.blkIndent + 4)
  return true
}

/** `{% hint style="info" %}` of GitBook, `{{% notice tip "Title" %}}` and `{{< callout type="note" >}}` of Hugo's themes. */
const tagStart = /^\{(%|\{[<%])-? ?(hint|notice|callout|alert|admonition|note|tip|warning|info)\b(.*?)-?(?:%|[>%]\})\}$/

function alertTags(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const match = beginsWith(state, start, '{') ? tagStart.exec(lineText(state, start)) : null
  if (match === null) return false
  const [, sign = '', name = '', parameters = ''] = match
  const place = sign === '%' ? findEnd(state, start, end, `end${name}`) : findEnd(state, start, end, `/${name}`)
  if (place === undefined) return false
  if (silent) return true
  const words = [...parameters.matchAll(/(?:(\w+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))/g)]
  const values = words.map(([, key, ...value]) => ({ key, value: value.find((each) => each !== undefined) ?? '' }))
  const kind =
    values.map(({ value }) => alertKind(value)).find((each) => each !== undefined) ?? alertKind(name) ?? 'note'
  const title = values.find(
    ({ key, value }) => key === 'title' || (key === undefined && alertKind(value) === undefined),
  )
  wrap(state, { kind, title: title?.value }, start, place)
  return true
}

/** Returns whether a line begins with `mark`, without copying it: these rules run for every line of every upload. */
function beginsWith(state: StateBlock, line: number, mark: string): boolean {
  return state.src.startsWith(mark, (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0))
}

/** Characters of the first line of a block. A longer line is text. */
const longestLine = 400

/** Returns a line without its indentation, and with single spaces; an empty text for a long line, and for code. */
function lineText(state: StateBlock, line: number): string {
  const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
  const end = state.eMarks[line] ?? 0
  if ((state.sCount[line] ?? 0) - state.blkIndent >= 4 || end - begin > longestLine) return ''
  return state.src.slice(begin, end).trimEnd().replaceAll(/\s+/g, ' ')
}

function titleIn(attributes: string): string | undefined {
  const match = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(attributes)
  return match?.[1] ?? match?.[2]
}

function unknownBlock(state: StateBlock, text: string, line: number): Problem {
  return warning('unknown-markup', `"${text.slice(0, 60)}" has no meaning here; the text below it was kept.`, {
    line: line + 1 + environmentOf(state).lineOffset,
    fix: 'Remove it, or use a quotation that begins with [!NOTE].',
  })
}

/** Where a block ends, and the line below it. */
type Place = { readonly close: number; readonly next: number }

/**
 * Finds the end of a block. Without a closing line, that is the end of what contains the block.
 * @param nesting returns 1 for a line that opens another block, and -1 for one that closes it
 */
function placeOf(state: StateBlock, start: number, end: number, nesting: (line: string) => number): Place {
  let depth = 1
  let fence = ''
  for (let line = start + 1; line < end; line++) {
    if (!state.isEmpty(line) && (state.sCount[line] ?? 0) < state.blkIndent) return { close: line, next: line }
    const text = lineText(state, line)
    const [mark = ''] = /^(?:```+|~~~+)/.exec(text) ?? []
    if (mark !== '') fence = fence === '' ? mark : text.startsWith(fence) ? '' : fence
    if (fence === '') depth += nesting(text)
    if (depth === 0) return { close: line, next: line + 1 }
  }
  return { close: end, next: end }
}

/** Finds the end of a pair of tags. A missing end is searched for only once, because that may take a long time. */
function findEnd(state: StateBlock, start: number, end: number, name: string): Place | undefined {
  const { unclosed } = environmentOf(state)
  const search = `${name} ${end}`
  if (unclosed.has(search)) return undefined
  const place = placeOf(state, start, end, (line) =>
    /^\{\{?[<%]-? ?(\/? ?\w+)/.exec(line)?.[1]?.replace(' ', '') === name ? -1 : 0,
  )
  if (place.next > place.close) return place
  unclosed.add(search)
  return undefined
}

/** Parses the lines of a block, below its first, into an alert or a plain box. */
function wrap(
  state: StateBlock,
  alert: Alert | undefined,
  start: number,
  { close, next }: Place,
  indent = state.blkIndent,
) {
  const { lineMax, blkIndent, parentType } = state
  state.parentType = 'container'
  state.lineMax = close
  state.blkIndent = indent
  if (alert) state.tokens.push(...alertStart(state, alert, [start, close]))
  else state.push('container_open', 'div', 1)
  if (alert) state.level++
  state.md.block.tokenize(state, start + 1, close)
  if (alert) state.level--
  if (alert) state.tokens.push(alertEnd(state, alert))
  else state.push('container_close', 'div', -1)
  state.lineMax = lineMax
  state.blkIndent = blkIndent
  state.parentType = parentType
  state.line = next
}
