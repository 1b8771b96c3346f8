import type { Publication } from '../publication.ts'
import { readDate } from '../text/read-date.ts'

/** What a line of credits says; it may say neither, as "3 min read". */
export type Credits = { readonly authors: readonly string[]; readonly dates: readonly string[] }

const dateLabel = /^(?:(?:first |last )?(?:published|posted|updated|modified|dated?|written|filed)(?: on)?:?)\s+/i
const separators = /\s*[|·•]\s*|\s+[–—-]\s+|,?\s+on\s+(?=[\p{Lu}\d])|,?\s+(?=by\s+\p{Lu})/iu
/** Before a name, in languages that we know to sign so. */
const bylines: Readonly<Record<string, string>> = {
  de: 'von',
  es: 'por',
  fr: 'par',
  it: 'di',
  nl: 'door',
  pt: 'por',
  sv: 'av',
}
/** Where an article was written, before its date: "GENEVA, 12 August 2015", "London — 12 August 2015". */
const dateline = /^(?:\p{Lu}[\p{L}.’'-]*|\p{Lu}{2,}(?: \p{Lu}{2,}){1,3})(?:,| [–—-])\s+(?=\S)/u
const english = /^(?:(?:words |text |story |written |reported |posted )?by:?|authors?:)\s+(.+)$/i
const readingTime = /^\d{1,3}[ -]min(?:ute)?s?(?: read)?$/i
/** One name: a few capitalized words, with the small ones that belong to names. */
const name =
  /^(?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)(?: (?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)){0,5}$/u
const person = /^\p{Lu}\p{Ll}[\p{L}’'-]*(?: (?:\p{Lu}\.|de|del|van|von|der|la|le|di|da))* \p{Lu}[\p{L}’'-]+$/u
const addressOf = /\s*[(<[]?\b[\w.+-]{1,64}@[\w.-]{1,100}[)>\]]?$/
/** "Ada Byron in Bath", "Ada Byron for the Gazette" */
const whereabouts = /\s+(?:in|for|at)\s+(?:the\s+)?\p{Lu}.*$/u
const role = /\b(?:correspondent|editor|reporter|writer|staff|desk|contributor|columnist|bureau|chief)\b/i

/** Reads a line that is nothing but a byline, a date or both. Undefined: it says something else. */
export function readCredits(line: string, publication: Publication): Credits | undefined {
  if (line.length > 160) return undefined
  const whole = readCredit(line, publication)
  if (whole) return whole
  const parts = line
    .replace(dateLabel, '')
    .split(separators)
    .filter((part) => part !== '')
  const found = parts.map((part) => readCredit(part, publication))
  // Beside a date, and clearly set apart from it, a name needs no "by".
  const isDated = /[|·•]/.test(line) && found.some((credit) => credit !== undefined && credit.dates.length > 0)
  const credits = parts.map((part, index) => found[index] ?? (isDated ? readName(part) : undefined))
  if (parts.length < 2 || credits.includes(undefined)) return undefined
  return {
    authors: credits.flatMap((credit) => credit?.authors ?? []),
    dates: credits.flatMap((credit) => credit?.dates ?? []),
  }
}

function readCredit(text: string, publication: Publication): Credits | undefined {
  if (readingTime.test(text)) return { authors: [], dates: [] }
  const date = text.replace(dateLabel, '')
  if (readDate(date, publication)) return { authors: [], dates: [date] }
  const undated = date.replace(dateline, '')
  if (undated !== date && readDate(undated, publication)) return { authors: [], dates: [undated] }
  const authors = readByline(text, publication.language)
  return authors && { authors, dates: [] }
}

/** Two to four words that begin as names do. */
function readName(text: string): Credits | undefined {
  return /^\S+( \S+){1,3}$/.test(text) && name.test(text) ? { authors: [text], dates: [] } : undefined
}

/**
 * "By Ada Byron, Staff Writer, and Grace Hopper": the names without the roles; none of "By a staff reporter".
 * Undefined: it is no byline.
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
  const signed = people.length > 0 ? people.every((person) => name.test(person)) : parts.every(isRole)
  return signed ? people : undefined
}

/** "Staff Writer", "our Asia correspondent": who somebody is, and nothing else. */
export function isRole(text: string): boolean {
  const words = text.split(' ')
  return words.length <= 5 && role.test(words.at(-1) ?? '')
}

/** Looks like nothing but a person: two words, or an initial or a particle between them. */
export function isPerson(text: string): boolean {
  return person.test(text)
}
