/** Whether a text is a complete record. `open`: a quote is open at its end. `broken`: text follows a closing quote. */
export type SplitRecord = { readonly cells: readonly string[] } | 'open' | 'broken'

/**
 * Splits a record of RFC 4180 into cells. In its first line, a quote that no delimiter follows is part of the text,
 * because people type such quotes by hand. In a later line it is the quote of another record, so this one never ended.
 */
export function splitRecord(text: string, delimiter: string): SplitRecord {
  if (!text.includes('"')) return { cells: text.split(delimiter) }
  const firstLine = text.indexOf('\n')
  const cells: string[] = []
  for (let at = 0; at <= text.length; ) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at)
      const newline = text.indexOf('\n', at)
      if (newline >= 0 && (end < 0 || newline < end)) return 'broken'
      cells.push(text.slice(at, end < 0 ? undefined : end))
      if (end < 0) return { cells }
      at = end + 1
      continue
    }
    const quoted = readQuoted(text, at + 1, delimiter, firstLine < 0 ? text.length : firstLine)
    if (typeof quoted === 'string') return quoted
    cells.push(quoted.cell)
    if (quoted.end >= text.length) return { cells }
    at = quoted.end + 1
  }
  return { cells: [...cells, ''] }
}

function readQuoted(text: string, start: number, delimiter: string, firstLine: number) {
  let cell = ''
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return 'open'
    const next = text[quote + 1]
    if (next === '"') {
      cell += text.slice(from, quote + 1)
      from = quote + 2
      continue
    }
    const spaces = /^[ \t]*/.exec(text.slice(quote + 1, quote + 20))?.[0] ?? ''
    const end = quote + 1 + (delimiter === '\t' ? 0 : spaces.length)
    if (end >= text.length || text[end] === delimiter) return { cell: cell + text.slice(from, quote), end }
    if (quote > firstLine) return 'broken'
    cell += text.slice(from, quote + 1)
    from = quote + 1
  }
}
