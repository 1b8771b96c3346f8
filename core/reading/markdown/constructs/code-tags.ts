import type { MarkdownIt, StateBlock } from 'markdown-it'
import { environmentOf } from '../environment.ts'

/** `{% highlight ruby %}` of Jekyll, `{% codeblock lang:js %}` of Hexo, `{{< highlight go >}}` of Hugo, `[code]` of WordPress. */
const start =
  /^(?:\{%-?\s*(highlight|codeblock|code)\b\s*([^%]{0,200})-?%\}|\{\{[<%]\s*(highlight)\s+([^>%]{0,200})[>%]\}\}|\[(code|sourcecode)([^\]]{0,200})\])(.*)$/
/** Lines of code. */
const mostLines = 2000

/** Renders code between tags as a block of code. Nothing in it is markup. */
export function useCodeTags(markdown: MarkdownIt): void {
  markdown.block.ruler.before('fence', 'code-tags', codeBlock, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
}

function codeBlock(state: StateBlock, first: number, end: number, silent: boolean): boolean {
  const text = lineOf(state, first)
  const match = /^[{[]/.test(text) ? start.exec(text.slice(0, 500)) : null
  if (match === null) return false
  const [, liquid, liquidParameters, hugo, hugoParameters, wordpress, wordpressParameters, after = ''] = match
  const closing = liquid
    ? new RegExp(`\\{%-?\\s*end${liquid}\\s*-?%\\}`)
    : hugo
      ? /\{\{[<%]\s*\/\s*highlight\s*[>%]\}\}/
      : new RegExp(`\\[/${wordpress}\\]`)
  const last = closingLine(state, first, end, closing)
  // GitBook puts its tag around a block of code that has fences of its own.
  if (last === undefined || (liquid === 'code' && /^\s*(?:```|~~~)/.test(lineOf(state, first + 1)))) return false
  if (silent) return true
  const parameters = liquidParameters ?? hugoParameters ?? wordpressParameters ?? ''
  const body = state.getLines(first + 1, last, state.blkIndent, false)
  const [lastLine = ''] = (last === first ? after : state.getLines(last, last + 1, state.blkIndent, false)).split(
    closing,
  )
  const token = state.push('fence', 'code', 0)
  token.info = /(?:lang(?:uage)?\s*[:=]\s*)?["']?([\w+#-]+)/.exec(parameters)?.[1] ?? ''
  token.content = `${[...(last === first ? [] : [after, body]), lastLine].filter((part) => part.trim() !== '').join('\n')}\n`
  token.map = [first, last + 1]
  state.line = last + 1
  return true
}

function closingLine(state: StateBlock, first: number, end: number, closing: RegExp): number | undefined {
  const { unclosed } = environmentOf(state)
  if (unclosed.has(closing.source)) return undefined
  for (let line = first; line < Math.min(end, first + mostLines); line++) {
    if (closing.test(state.src.slice(state.bMarks[line], state.eMarks[line]))) return line
  }
  unclosed.add(closing.source)
  return undefined
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}
