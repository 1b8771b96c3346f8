import type { MarkdownIt, StateBlock } from 'markdown-it'
import { escapeHtml } from '../../../text/escape-html.ts'
import { reportConstruct, searchOf } from '../environment.ts'
import type { Construct, Place } from './construct.ts'

const wordBefore = /[\p{L}\p{N}\\$]/u
const wordAfter = /[\p{L}\p{N}$]/u
/** Signs that occur in formulas and not in sentences about money. */
const signs = /[\\^_=+<>{}]|[α-ωΑ-Ω∑∫√≤≥≠∈→∞±×·]/
/** Two words, which a formula without signs does not have. */
const prose = /\p{L}{2,}[^\p{L}]+\p{L}{2,}|\d[^\p{L}]*\s\p{L}{2,}/u

/** Reads `$$…$$` and `$…$`, by the rules of Pandoc and GitHub, so that $5 and $10 are amounts. */
export function readDollars({ src, pos, find }: Place): Construct | undefined {
  if (src[pos + 1] === '$') {
    const close = find('$$', pos + 2)
    const tex = src.slice(pos + 2, Math.max(pos + 2, close))
    return close < 0 || tex.trim() === '' ? undefined : formula(tex, close + 2)
  }
  const opens = /\S/.test(src[pos + 1] ?? '') && !wordBefore.test(src[pos - 1] ?? '')
  const close = opens ? closingDollar(src, pos, find) : -1
  const tex = src.slice(pos + 1, Math.max(pos + 1, close))
  if (close < 0 || wordAfter.test(src[close + 1] ?? '') || /\s$/.test(tex)) return undefined
  const isWords = prose.test(tex) && (!signs.test(tex) || (sentence.test(tex) && !command.test(tex)))
  return isWords ? undefined : dollarFormula(tex, close + 1)
}

/** An amount such as `$5` at the start of a formula needs a sign of a formula after it. */
function dollarFormula(tex: string, end: number): Construct | undefined {
  return /^[\d.,]+\s*[\p{L}–-]*$/u.test(tex) && !/^\d+$/.test(tex) ? undefined : formula(tex, end)
}

function closingDollar(src: string, pos: number, find: Place['find']): number {
  let close = find('$', pos + 1)
  for (let tries = 0; close >= 0 && src[close - 1] === '\\' && tries < 10; tries++) close = find('$', close + 1)
  return close
}

/** A command, which only a formula has. */
const command = /\\[a-zA-Z]{2,}/
/** Three words in a row, or marks of Markdown, which a formula does not have. */
const sentence = /(?<![\p{L}_*])(?:[_*]{0,2}\p{L}{2,}[_*,;]{0,3}\s+){3}|\]\(|\\[*#`]/u

/** Reads `\(…\)` and `\[…\]`, also with the backslashes doubled, as Hexo and kramdown need them. Others are brackets. */
export function readBackslash({ src, pos, find }: Place): Construct | undefined {
  const [opening, slashes = '', bracket] = /^(\\{1,2})([([])/.exec(src.slice(pos, pos + 3)) ?? []
  if (opening === undefined) return undefined
  const start = pos + opening.length
  const close = find(slashes + (bracket === '(' ? ')' : ']'), start)
  const tex = src.slice(start, Math.max(start, close))
  return close >= 0 && isFormula(tex, bracket === '(') ? formula(tex, close + opening.length) : undefined
}

/** @param mayBeShort true if a number or a letter may be a formula */
function isFormula(tex: string, mayBeShort: boolean): boolean {
  if (command.test(tex)) return true
  const isShort = mayBeShort && /\p{L}|^\s*\d+\s*$/u.test(tex) && !/\p{L}{2}/u.test(tex)
  return !sentence.test(tex) && (signs.test(tex.replaceAll('\\', '')) || isShort)
}

function formula(tex: string, end: number): Construct {
  return { end, kind: 'formula', html: `<code class="language-math">${escapeHtml(tex.trim())}</code>` }
}

/** Lines of a formula. */
const mostLines = 200

/** Reads formulas on lines of their own: `$$`, `\[` and `\begin{align}`. */
export function useFormulas(markdown: MarkdownIt): void {
  markdown.block.ruler.before('fence', 'formula', formulaBlock, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
}

function formulaBlock(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const first = lineOf(state, start)
  const opening = /^(\$\$|\\\[|\\begin\{([a-z]{1,20}\*?)\})/.exec(first)
  if (opening === null || (state.sCount[start] ?? 0) - state.blkIndent >= 4) return false
  const [mark = '', , environment] = opening
  const closing = environment ? `\\end{${environment}}` : mark === '$$' ? '$$' : '\\]'
  if (searchOf(state)(closing, (state.bMarks[start] ?? 0) + mark.length) < 0) return false
  const lines = [environment ? first : first.slice(mark.length)]
  let line = start
  while (!lines.at(-1)?.trimEnd().endsWith(closing)) {
    if (lines.at(-1)?.includes(closing) && !environment) return false
    line++
    if (
      line >= end ||
      line - start > mostLines ||
      (!state.isEmpty(line) && (state.sCount[line] ?? 0) < state.blkIndent)
    )
      return false
    lines.push(lineOf(state, line))
  }
  const whole = lines.join('\n').trimEnd()
  const tex = (environment ? whole : whole.slice(0, -closing.length)).replace(/^\n+|\s+$/g, '')
  if (tex.trim() === '' || (!environment && tex.includes(closing))) return false
  if (silent) return true
  const token = state.push('html_block', '', 0)
  token.map = [start, line + 1]
  token.meta = { isOurs: true }
  token.content = `<pre><code class="language-math">${escapeHtml(tex)}\n</code></pre>\n`
  reportConstruct(state, 'formula', tex, '', start)
  state.line = line + 1
  return true
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}
