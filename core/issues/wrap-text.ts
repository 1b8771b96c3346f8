// Scripts written without spaces, whose characters take two columns each.
const wide = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]`
const wideCharacter = new RegExp(wide, 'v')
/** What may start a new line: a word, or each wide character with the punctuation after it. */
const breakable = new RegExp(String.raw`[${wide}--\p{P}]\p{P}*|[^ [${wide}--\p{P}]]+| +`, 'gv')

/** Wraps each line of a text by itself; what quotes or lists begin with stays at its start. */
export function wrapLines(text: string, columns = 72): string {
  return text
    .split('\n')
    .map((line) => {
      const [indent = ''] = /^\s*(?:[-*>]\s+|\d+\.\s+)?/.exec(line) ?? []
      const hanging = indent.startsWith('>') ? indent : ' '.repeat(indent.length)
      const wrapped = wrapText(line.slice(indent.length), columns - indent.length)
      return `${indent}${wrapped.replaceAll('\n', `\n${hanging}`)}`.trimEnd()
    })
    .join('\n')
}

/** Wraps a line into lines of at most `columns`; a word that is longer stands on a line of its own. */
export function wrapText(text: string, columns = 72): string {
  const lines: string[] = []
  let line = ''
  for (const [part] of text.matchAll(breakable)) {
    if (line !== '' && columnsOf(line) + columnsOf(withoutEnd(part)) > columns) {
      lines.push(withoutEnd(line))
      line = ''
    }
    line += line === '' ? part.replace(/^ +/, '') : part
  }
  return [...lines, withoutEnd(line)].join('\n')
}

function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wideCharacter.test(character) ? 2 : 1
  return columns
}

/** Other blanks than spaces are meant to be there. */
function withoutEnd(text: string): string {
  return text.replace(/ +$/, '')
}
