/**
 * The name of the reader in the texts of operators and editors: `{name|reader}`. Readers without a name get the words
 * behind the bar.
 */
const value = /(?<!\{)\{\s{0,9}name\s{0,9}\|([^{}|<>]{1,120})\}(?!\})/gi
/** What looks like a value of ours or of another product, after those of ours are removed. */
const similar =
  /\{(?:\s{1,9}[\w.]{0,30}(?:name|mail)\b|[\p{L}_|%$#]|\{)[^{}]{0,40}\}{0,2}|｛\s{0,9}name\b[^{}｝]{0,40}｝?|\*\|[^|<]{1,40}\|\*/giu
/** Noncharacters around the words for readers without a name. `cleanText` removes them from all text. */
const marks = { start: '\ufdd3', end: '\ufdd4' } as const
const marked = /\ufdd3([^\ufdd4]*)\ufdd4/g

/** Matches the mark of a name. */
export const nameMark = marked.source

/** Marks the places of the name in a text that has no mistakes. */
export function markNames(text: string): string {
  return text.replace(value, (whole, words: string) =>
    words.trim() === '' ? whole : marks.start + words.trim().replace(/\s+/g, ' ') + marks.end,
  )
}

/** Marks the places of the name in HTML of ours, except in code. */
export const markNamesInHtml = (html: string): string => mapWords(html, markNames)

/** Replaces the marks with the name, or with the words for readers without one. */
export function fillNames(text: string, name?: string): string {
  return text.replace(marked, (_mark, words: string) => name ?? words)
}

/** Changes a text around its marks. */
export function changeAroundNames(text: string, change: (words: string) => string): string {
  const pieces = text.split(/(\ufdd3[^\ufdd4]*\ufdd4)/)
  return pieces.map((piece, index) => (index % 2 === 0 ? change(piece) : piece)).join('')
}

/** Returns the words of a mark. Undefined for any other text. */
export function wordsOfMark(text: string): string | undefined {
  return text.startsWith(marks.start) ? text.slice(1, -1) : undefined
}

/** Words in braces that are no value of any product: `{a, b}`, `{x}`, `{see below}`. */
const aside = /^\{(?!.*(?:name|subscriber|recipient|contact|member))(?:\p{L}|[^{}|]*[\s,;][^{}|]*)\}?$/iu

/** Returns what in the words of an editor is meant as a value, and is none. */
export function findMistakenValues(text: string): readonly string[] {
  return findNoValues(text).filter((found) => !aside.test(found.replace(/^\{\s+|\s+(?=\}?$)/g, (edge) => edge.trim())))
}

/** Returns what in a text looks like a value, and is none. */
export function findNoValues(text: string): readonly string[] {
  return text.replace(value, (whole, words: string) => (words.trim() === '' ? whole : ' ')).match(similar) ?? []
}

/** Says what in HTML of ours looks like a value and is none, or is in an attribute. Code may contain anything. */
export function explainNoValuesInHtml(html: string): readonly string[] {
  const found: string[] = []
  mapWords(
    html.replace(/<em>(\|[^|<]{1,40}\|)<\/em>/g, '*$1*'),
    (words) => {
      found.push(...findMistakenValues(words).map(explainNoValue))
      return words
    },
    (tag) => {
      const inTag = decodeBraces(tag).match(similar) ?? []
      found.push(...inTag.map((each) => `${each} is in an address or a description, which cannot contain a name`))
    },
  )
  return found
}

/** Says what is wrong with something that `findNoValues` found. */
export function explainNoValue(found: string): string {
  const text = found.trim()
  if (/^\{\s*name\s*\|?\s*\}$/i.test(text)) return `${text} has no words for readers without a name`
  return /^\{[^}]*$/.test(text) ? `${text} is not closed` : `${text} has no value`
}

const decodeBraces = (text: string) => text.replace(/%7B/gi, '{').replace(/%7D/gi, '}').replace(/%7C/gi, '|')

/** Changes the words of HTML between its tags, except in code. */
function mapWords(html: string, change: (words: string) => string, visit: (tag: string) => void = () => {}): string {
  let depth = 0
  return html
    .split(/(<(?:"[^"]*"|[^">])*>)/)
    .map((piece, index) => {
      if (index % 2 === 0) return depth > 0 ? piece : change(piece)
      if (/^<(?:code|pre|kbd|samp|tt)\b/.test(piece)) depth += 1
      else if (/^<\/(?:code|pre|kbd|samp|tt)\b/.test(piece)) depth -= 1
      visit(piece)
      return piece
    })
    .join('')
}
