import type { Publication } from '../publication.ts'
import { readCell } from './csv-cell.ts'
import { type CsvRow, findRefusal } from './import-columns.ts'
import { normalizeAddress } from './normalize-address.ts'
import { readChoices } from './read-choices.ts'
import type { Choices } from './subscriber.ts'

export type ImportRow =
  | { readonly kind: 'subscriber'; readonly address: string; readonly choices: Choices }
  | { readonly kind: 'skipped'; readonly reason: string }

/** One line of a CSV file. Columns besides `email`: digest, topics, language, time zone. */
export function parseImportRow(row: CsvRow, publication: Publication): ImportRow {
  const field = (name: string) => (row[name] === undefined ? undefined : readCell(row[name].trim()))
  const typed = field('email') ?? ''
  if (typed === '') return { kind: 'skipped', reason: 'no address' }
  const address = normalizeAddress(typed)
  if (!address) return { kind: 'skipped', reason: 'not an e-mail address' }
  const refusal = findRefusal(row)
  if (refusal) return { kind: 'skipped', reason: refusal }
  const asked = {
    digest: field('digest'),
    topics: splitTopics(field('topics')),
    timeZone: field('time zone') ?? field('timezone'),
    language: field('language'),
  }
  return { kind: 'subscriber', address, choices: readChoices(asked, publication) }
}

/** With commas, semicolons or bars between them; spaces separate only where none of these does. */
function splitTopics(text = ''): string[] {
  return text.split(/[,;|]/.test(text) ? /[,;|]/ : /\s+/)
}
