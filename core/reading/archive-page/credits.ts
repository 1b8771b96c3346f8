import type { Publication } from '../../publication.ts'
import { readDate } from '../../text/read-date.ts'
import type { ArchiveLine } from './lines.ts'
import { isTopicsLabel, splitTopics } from './topics-line.ts'

type Lines = readonly ArchiveLine[]

/** The people and the dates of one line; a line such as "3 min read" has neither. */
type Credits = { readonly authors: readonly string[]; readonly dates: readonly string[] }

const dateLabel = /^(?:(?:first |last )?(?:published|posted|updated|modified|dated?|written|filed)(?: on)?:?)\s+/i
const separators = /\s*[|·•]\s*|\s+[–—-]\s+|,?\s+on\s+(?=[\p{Lu}\d])|,?\s+(?=by\s+\p{Lu})/iu
/** The word before a name in a byline, by language. */
const bylines: Readonly<Record<string, string>> = {
  de: 'von',
  es: 'por',
  fr: 'par',
  it: 'di',
  nl: 'door',
  pt: 'por',
  sv: 'av',
}
/** The place where an article was written, before its date: "GENEVA, 12 August 2015", "London — 12 August 2015". */
const dateline = /^(?:\p{Lu}[\p{L}.’'-]*|\p{Lu}{2,}(?: \p{Lu}{2,}){1,3})(?:,| [–—-])\s+(?=\S)/u
const english = /^(?:(?:words |text |story |written |reported |posted )?by:?|authors?:)\s+(.+)$/i
const readingTime = /^\d{1,3}[ -]min(?:ute)?s?(?: read)?$/i
/** One name: a few capitalized words, with particles such as "van" and "de". */
const name =
  /^(?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)(?: (?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)){0,5}$/u
const person = /^\p{Lu}\p{Ll}[\p{L}’'-]*(?: (?:\p{Lu}\.|de|del|van|von|der|la|le|di|da))* \p{Lu}[\p{L}’'-]+$/u
const addressOf = /\s*[(<[]?\b[\w.+-]{1,64}@[\w.-]{1,100}[)>\]]?$/
/** "Ada Byron in Bath", "Ada Byron for the Gazette" */
const whereabouts = /\s+(?:in|for|at)\s+(?:the\s+)?\p{Lu}.*$/u
const role = /\b(?:correspondent|editor|reporter|writer|staff|desk|contributor|columnist|bureau|chief)\b/i

/** The authors, dates and topics in the first lines, and the lines below them. */
type HeaderCredits = {
  readonly authors: readonly string[]
  readonly dates: readonly ArchiveLine[]
  readonly topics: readonly string[]
  readonly rest: Lines
}

/** Reads credits from the first lines, up to the first line that is anything else. */
export function takeCredits(lines: Lines, publication: Publication): HeaderCredits {
  const entries: { line: ArchiveLine; credits: Credits & { readonly topics?: readonly string[] } }[] = []
  for (const line of lines) {
    const above = entries.at(-1)
    const topics = above && isTopicsLabel(line.text) ? splitTopics([line], publication) : []
    const credits =
      topics.length > 0
        ? { authors: [], dates: [], topics }
        : (readCredits(line.text, publication) ?? continueByline(above, line, publication))
    if (credits === undefined) break
    entries.push({ line, credits })
  }
  return {
    authors: entries.flatMap(({ credits }) => credits.authors),
    dates: entries.flatMap(({ line, credits }) => credits.dates.map((text) => ({ ...line, text }))),
    topics: entries.flatMap(({ credits }) => credits.topics ?? []),
    rest: lines.slice(entries.length),
  }
}

/** Reads a line below a byline: the role of its author, or more names if the byline breaks off. */
function continueByline(
  above: { readonly line: ArchiveLine; readonly credits: Credits } | undefined,
  { gap, text }: ArchiveLine,
  publication: Publication,
): Credits | undefined {
  if (above === undefined || above.credits.authors.length === 0 || gap > 0) return undefined
  if (isRole(text)) return { authors: [], dates: [] }
  return /(?:,|&|\band)$/i.test(above.line.text) ? readCredits(`By ${text}`, publication) : undefined
}

/** Reads a line that consists of a byline, a date or both. Returns undefined for any other line. */
export function readCredits(line: string, publication: Publication): Credits | undefined {
  if (line.length > 160) return undefined
  const whole = readCredit(line, publication) ?? readDatedByline(line, publication)
  if (whole) return whole
  const parts = line
    .replace(dateLabel, '')
    .split(separators)
    .filter((part) => part !== '')
  const credits = parts.map((part) => readCredit(part, publication))
  // A name that is clearly set apart from a date needs no "by".
  const isDated = /[|·•]/.test(line) && credits.some((credit) => credit !== undefined && credit.dates.length > 0)
  const completed = parts.map((part, index) => credits[index] ?? (isDated ? readName(part) : undefined))
  if (parts.length < 2 || completed.includes(undefined)) return undefined
  return {
    authors: completed.flatMap((credit) => credit?.authors ?? []),
    dates: completed.flatMap((credit) => credit?.dates ?? []),
  }
}

/** Reads "By Ada Byron, 4 July 2026". */
function readDatedByline(line: string, publication: Publication): Credits | undefined {
  for (const { index } of line.matchAll(/, /g)) {
    const authors = readByline(line.slice(0, index), publication.language)
    const date = line.slice(index + 2)
    if (authors && readDate(date, publication)) return { authors, dates: [date] }
  }
  return undefined
}

function readCredit(text: string, publication: Publication): Credits | undefined {
  if (readingTime.test(text)) return { authors: [], dates: [] }
  const date = text.replace(dateLabel, '')
  if (readDate(date, publication)) return { authors: [], dates: [date] }
  const withoutPlace = date.replace(dateline, '')
  if (withoutPlace !== date && readDate(withoutPlace, publication)) return { authors: [], dates: [withoutPlace] }
  const authors = readByline(text, publication.language)
  return authors && { authors, dates: [] }
}

/** Reads two to four words that look like a name. */
function readName(text: string): Credits | undefined {
  return /^\S+( \S+){1,3}$/.test(text) && name.test(text) ? { authors: [text], dates: [] } : undefined
}

/**
 * Reads the names in "By Ada Byron, Staff Writer, and Grace Hopper", without the roles. "By a staff reporter" has no
 * names. Returns undefined if the text is not a byline.
 */
function readByline(text: string, language: string): readonly string[] | undefined {
  const by = bylines[language.split('-', 1)[0] ?? '']
  const isForeign = by !== undefined && text.toLowerCase().startsWith(`${by} `)
  const names = (english.exec(text)?.[1] ?? (isForeign ? text.slice(by.length) : '')).trim()
  if (names === '') return undefined
  const parts = names.split(/\s*(?:,|;|&|\band\b)\s*/i).filter((part) => part !== '')
  const people = parts
    .filter((part) => !role.test(part))
    .map((part) => part.replace(addressOf, '').replace(whereabouts, ''))
    .filter((part) => part !== '')
  const isByline = people.length > 0 ? people.every((person) => name.test(person)) : parts.every(isRole)
  return isByline ? people : undefined
}

/** Returns true for a role without a name: "Staff Writer", "our Asia correspondent". */
function isRole(text: string): boolean {
  const words = text.split(' ')
  return words.length <= 5 && role.test(words.at(-1) ?? '')
}

/** Returns true for a text that looks like a person: two names, perhaps with initials or particles between them. */
export function isPerson(text: string): boolean {
  return person.test(text)
}
