// Scripts without spaces between words. Each of their characters takes two columns.
const wide = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]`
const wideCharacter = new RegExp(wide, 'v')
/** Matches the parts between which a line may break: words, wide characters with the punctuation after them, and spaces. */
const breakable = new RegExp(String.raw`[${wide}--\p{P}]\p{P}*|[^ [${wide}--\p{P}]]+| +`, 'gv')

/** Wraps each line of a text. Continuation lines repeat the mark of a quotation or the indentation of a list item. */
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
  // Most texts have no wide characters, and testing each word for them would take most of the time.
  const isWide = wideCharacter.test(text)
  if (!isWide && text.length <= columns) return withoutTrailingSpaces(text.replace(/^ +/, ''))
  const measure = isWide ? columnsOf : lengthOf
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const [part] of text.matchAll(isWide ? breakable : words)) {
    const length = measure(part)
    const isBlank = part.startsWith(' ')
    if (line !== '' && !isBlank && used + length > columns) {
      lines.push(withoutTrailingSpaces(line))
      line = ''
      used = 0
    }
    if (line === '' && isBlank) continue
    line += part
    used += length
  }
  return [...lines, withoutTrailingSpaces(line)].join('\n')
}

const words = / +|[^ ]+/g

function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wideCharacter.test(character) ? 2 : 1
  return columns
}

/** Counts characters. Some consist of two UTF-16 code units. */
function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length
}

/** Removes only spaces from the end: other white space is intentional. */
function withoutTrailingSpaces(text: string): string {
  return text.endsWith(' ') ? text.replace(/ +$/, '') : text
}
