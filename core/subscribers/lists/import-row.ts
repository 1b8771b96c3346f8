import type { Publication } from '../../publication.ts'
import { splitByVocabulary } from '../../reading/vocabulary.ts'
import { normalizeAddress } from '../normalize-address.ts'
import type { Choices } from '../subscriber.ts'
import { readChoices } from '../visits/read-choices.ts'
import { readCell } from './csv-cell.ts'
import { type CsvRow, findRefusal, type Standing } from './import-columns.ts'
import { readConsentTime } from './import-product.ts'

export type ImportRow =
  | {
      readonly kind: 'subscriber'
      readonly address: string
      readonly choices: Choices
      /** As far as the file says. */
      readonly consent: { readonly at: string | undefined; readonly source: string | undefined }
    }
  /** Not to be mailed; who left or bounced elsewhere is remembered, so that no other file brings them in. */
  | { readonly kind: 'refused'; readonly address: string; readonly standing: Standing; readonly reason: string }
  /** `typed`: what stands in the file where an address should, however long. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly typed: string }

/** One line of a CSV file. Columns besides `email`: digest, topics, language, time zone. */
export function parseImportRow(row: CsvRow, publication: Publication): ImportRow {
  const field = (name: string) => (row[name] === undefined ? undefined : readCell(row[name].trim()))
  const typed = field('email') ?? ''
  if (typed === '') return { kind: 'skipped', reason: 'no address', typed }
  const address = normalizeAddress(typed)
  if (!address) return { kind: 'skipped', reason: 'not an e-mail address', typed }
  const refusal = findRefusal(row)
  if (refusal) return { kind: 'refused', address, standing: refusal.standing, reason: refusal.says }
  const asked = {
    digest: field('digest'),
    topics: splitTopics(field('topics') ?? '', publication),
    timeZone: field('time zone') ?? field('timezone'),
    language: field('language'),
  }
  const consent = { at: readConsentTime(row), source: field('consent source') || undefined }
  return { kind: 'subscriber', address, choices: readChoices(asked, publication), consent }
}

/** With commas, semicolons or bars between them; spaces separate only where none of these does. */
function splitTopics(text: string, publication: Publication): string[] {
  return /[,;|]/.test(text) ? text.split(/[,;|]/) : [...splitByVocabulary(text, publication)]
}
