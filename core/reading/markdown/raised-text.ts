import type { MarkdownIt, StateInline } from 'markdown-it'

// Pandoc's rules, narrowed to marks right after a word, so that "~5 to ~10" and "^_^" stay as they are.
const subscript = /~([\p{L}\p{N}+−-]{1,20})~(?!~)/uy
const superscript = /\^([\p{L}\p{N}+−-]{1,20})\^(?!\^)/uy

/** Renders `H~2~O` and `2^nd^`. */
export function useRaisedText(markdown: MarkdownIt): void {
  const { ruler } = markdown.inline
  ruler.before('strikethrough', 'sub', (state, silent) => raise(state, silent, '~', subscript, 'sub'))
  ruler.before('strikethrough', 'sup', (state, silent) => raise(state, silent, '^', superscript, 'sup'))
}

function raise(state: StateInline, silent: boolean, mark: string, pattern: RegExp, tag: string): boolean {
  const { src, pos } = state
  if (src[pos] !== mark || !/[\p{L}\p{N})\]*_`]/u.test(src[pos - 1] ?? '')) return false
  pattern.lastIndex = pos
  const match = pattern.exec(src)
  if (match === null || pattern.lastIndex > state.posMax) return false
  if (!silent) {
    state.push(`${tag}_open`, tag, 1)
    state.push('text', '', 0).content = match[1] ?? ''
    state.push(`${tag}_close`, tag, -1)
  }
  state.pos = pattern.lastIndex
  return true
}
