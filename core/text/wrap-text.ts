// Scripts without spaces between words. Each of their characters takes two columns.
const wide = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]`
const wideCharacter = new RegExp(wide, 'v')
/** Parts that may start a new line: a word, or a wide character with the punctuation after it. */
const breakable = new RegExp(String.raw`[${wide}--\p{P}]\p{P}*|[^ [${wide}--\p{P}]]+| +`, 'gv')

/** Wraps each line of a text. Wrapped lines of quotations and lists keep their mark or indentation. */
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

/** Wraps a line into lines of at most `columns`. A longer word gets a line of its own. */
export function wrapText(text: string, columns = 72): string {
  // Most texts have no wide characters, and searching for them in each word would take most of the time.
  const isWide = wideCharacter.test(text)
  if (!isWide && text.length <= columns) return withoutEnd(text.replace(/^ +/, ''))
  const measure = isWide ? columnsOf : lengthOf
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const [part] of text.matchAll(isWide ? breakable : words)) {
    const length = measure(part)
    const isBlank = part.startsWith(' ')
    if (line !== '' && !isBlank && used + length > columns) {
      lines.push(withoutEnd(line))
      line = ''
      used = 0
    }
    if (line === '' && isBlank) continue
    line += part
    used += length
  }
  return [...lines, withoutEnd(line)].join('\n')
}

const words = / +|[^ ]+/g

function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wideCharacter.test(character) ? 2 : 1
  return columns
}

/** Counts characters, some of which are two code units. */
function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length
}

/** Removes only spaces at the end: other white space is there on purpose. */
function withoutEnd(text: string): string {
  return text.endsWith(' ') ? text.replace(/ +$/, '') : text
}
