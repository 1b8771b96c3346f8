import type { Publication } from '../publication.ts'
import { readDate } from './article-date.ts'

/** What a line of credits says; it may say neither, as "3 min read". */
export type Credits = { readonly authors: readonly string[]; readonly dates: readonly string[] }

const dateLabel = /^(?:(?:first |last )?(?:published|posted|updated|modified|dated?|written|filed)(?: on)?:?)\s+/i
const separators = /\s*[|·•]\s*|\s+[–—-]\s+|,?\s+on\s+(?=[\p{Lu}\d])|,?\s+(?=by\s+\p{Lu})/iu
const readingTime = /^\d{1,3}[ -]min(?:ute)?s?(?: read)?$/i
/** One name: a few capitalized words, with the small ones that belong to names. */
const name =
  /^(?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)(?: (?:\p{Lu}[\p{L}\p{M}.’'-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|ibn|al|el|y)){0,5}$/u
const role = /\b(?:correspondent|editor|reporter|writer|staff|desk|contributor|columnist|bureau|chief)\b/i

/** Reads a line that is nothing but a byline, a date or both. Undefined: it says something else. */
export function readCredits(line: string, publication: Publication): Credits | undefined {
  if (line.length > 160) return undefined
  const whole = readCredit(line, publication)
  if (whole) return whole
  const parts = line.split(separators).filter((part) => part !== '')
  const credits = parts.map((part) => readCredit(part, publication))
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
  const authors = readByline(text)
  return authors.length > 0 ? { authors, dates: [] } : undefined
}

/** "By Ada Byron, Staff Writer, and Grace Hopper": the names without the roles; none if it is not a byline. */
function readByline(text: string): readonly string[] {
  const names = /^(?:words |text |story )?by:?\s+(.+)$/i.exec(text)?.[1]
  if (names === undefined) return []
  const parts = names.split(/\s*(?:,|;|&|\band\b)\s*/i).filter((part) => part !== '')
  const people = parts.filter((part) => !role.test(part))
  return people.every((person) => name.test(person)) ? people : []
}
