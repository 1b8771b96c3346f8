import type { Element, Root } from 'hast'
import { property, textOf } from '../html/tree.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { longestSummary } from './limits.ts'

/** Turns a text into a summary: one line of plain text of limited length. */
export function toSummary(text: string): string {
  return cutAtWord(cleanLine(text.slice(0, 10 * longestSummary)), longestSummary)
}

/** Paragraphs at the start of a text among which the summary is. */
const mostOpeningParagraphs = 20
/** Letters, as `lengthOf` counts them. A shorter sentence is joined with the next one. */
const shortSentence = 30
/** A text of this length is a sentence, whatever its end. */
const longLine = 80
const dense = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Myanmar}]/gu
const unpunctuated = /[\p{scx=Thai}\p{scx=Lao}]/u
const sentenceEnd = /[.!?…。！？｡．।॥؟۔።։။៕][\p{Pe}\p{Pf}\p{Pi}"'*\d\s]*$/u
const byline = /^(?:By|Von|Par|Por|Di|Door) \p{Lu}\S*(?: (?:and |& )?\p{Lu}\S*){1,7}$/u
/** Short paragraphs about the article that may end like a sentence: photo credits and buttons. */
const notText =
  /^(?:\(?(?:photo(?:graph)?s?|images?|pictures?|illustrations?|credits?|source|fotos?|bild(?:er)?|imagen|crédits?|fuente|quelle)(?: credits?)?(?::| by |\/|\s©)|©|copyright |(?:share|tweet|print|save) (?:this|on|via|with|article|story)|read more|sign up|subscribe|follow us|listen to this|advertisement)/iu
/** A paragraph that only greets readers. */
const greeting =
  /^(?:hi|hello|hey|dear|welcome|good (?:morning|afternoon|evening|day)|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|bonjour|salut|ch[eè]re?s?|hola|querid[oa]s?|ciao|buongiorno|car[oaie]|ol[aá]|привет|здравствуйте|大家好|你好|こんにちは|皆さん|안녕하세요)(?:,? [\p{L}’']+){0,3} ?[!.,！。，、]*$/iu

/** A summary that was taken from a text. */
export type OwnSummary = { readonly summary: string; readonly isSentence: boolean }

/**
 * Returns a summary made from the first paragraphs that are sentences, not salutations, bylines, dates, credits or single
 * letters. If there are none, it is made from the first paragraph that has words, or else from the whole text.
 */
export function firstParagraph(tree: Root): OwnSummary {
  const paragraphs: string[] = []
  collectParagraphs(tree, paragraphs)
  const text = paragraphs.flatMap((each, index) => withInitial(each, paragraphs[index - 1]))
  const start = text.findIndex(isSentence)
  const [first = paragraphs[0] ?? textOf(tree, isAside), next] = start < 0 ? [] : text.slice(start)
  const isWhole = lengthOf(first) >= shortSentence || next === undefined || !isSentence(next)
  return {
    summary: toSummary(isWhole ? first : `${first} ${next}`),
    isSentence: start >= 0 || isSentence(first.trim()),
  }
}

/** Puts a drop cap in a paragraph of its own before the paragraph that it begins. */
function withInitial(text: string, previous: string | undefined): string {
  return previous !== undefined && /^\p{L}$/u.test(previous) && /^\p{Ll}/u.test(text)
    ? previous.toUpperCase() + text
    : text
}

function isSentence(text: string): boolean {
  const length = lengthOf(text)
  if (length > 2 * longLine) return true
  if (notText.test(text) || byline.test(text) || greeting.test(text) || /[,，、:：]$/u.test(text)) return false
  if (length >= longLine || (unpunctuated.test(text) && length >= shortSentence)) return true
  return sentenceEnd.test(text) && (/\s/.test(text) || length !== text.length)
}

/** Counts characters. One of a script without spaces, or of Korean, counts as three. */
function lengthOf(text: string): number {
  return text.length + 2 * (text.match(dense)?.length ?? 0)
}

function collectParagraphs(node: Root | Element, paragraphs: string[]): void {
  for (const child of node.children) {
    if (paragraphs.length >= mostOpeningParagraphs) return
    if (child.type !== 'element' || isAside(child)) continue
    if (child.tagName !== 'p') collectParagraphs(child, paragraphs)
    else if (!isDate(child)) {
      const text = cleanLine(textOf(child, isAside).slice(0, 10 * longestSummary))
      if (/[\p{L}\p{N}]/u.test(text)) paragraphs.push(text)
    }
  }
}

function isDate({ children }: Element): boolean {
  const [only, ...others] = children.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  return others.length === 0 && only?.type === 'element' && only.tagName === 'time'
}

const asides = new Set([
  ...['blockquote', 'figure', 'table', 'pre', 'nav', 'aside', 'script', 'style'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
])

/** Returns true for an element that is not running text: a note, caption, quotation, table, heading or code. */
function isAside(element: Element): boolean {
  return asides.has(element.tagName) || /footnote/.test(String(element.properties.className)) || isNote(element)
}

/** Returns true for a note of Word or LibreOffice, and for a reference to one. */
function isNote(element: Element): boolean {
  const name = element.tagName === 'a' ? property(element, 'href')?.replace(/^#/, '') : property(element, 'id')
  return name !== undefined && /^(?:a-)?(?:_?(?:ftn|edn)\d|sd(?:foot|end)note\d)/.test(name)
}
