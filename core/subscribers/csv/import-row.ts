import type { Publication } from '../../publication.ts'
import { splitByVocabulary } from '../../reading/vocabulary.ts'
import { normalizeAddress } from '../normalize-address.ts'
import { readChoices } from '../requests/read-choices.ts'
import type { Choices } from '../subscriber.ts'
import { readCell } from './cell.ts'
import type { CsvRow } from './import-header.ts'
import { findRefusal, type ImportStatus } from './import-status.ts'

export type ImportRow =
  | {
      readonly kind: 'subscriber'
      readonly address: string
      readonly choices: Choices
      /** What the file says about their consent. */
      readonly consent: { readonly at: string | undefined; readonly source: string | undefined }
    }
  /**
   * A person who must not be mailed. An address that unsubscribed or bounced elsewhere is stored, so that no later file
   * adds it.
   */
  | { readonly kind: 'refused'; readonly address: string; readonly status: ImportStatus; readonly reason: string }
  /** `typed`: the content of the address column, of any length. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly typed: string }

/** Reads one line of a CSV file. Optional columns: digest, topics, language, time zone, and those about consent. */
export function parseImportRow(row: CsvRow, publication: Publication): ImportRow {
  const field = (name: string) => (row[name] === undefined ? undefined : readCell(row[name].trim()))
  const typed = field('email') ?? ''
  if (typed === '') return { kind: 'skipped', reason: 'no address', typed }
  const address = normalizeAddress(typed)
  if (!address) return { kind: 'skipped', reason: 'not an e-mail address', typed }
  const refusal = findRefusal(row)
  if (refusal) return { kind: 'refused', address, ...refusal }
  const fields = {
    digest: field('digest'),
    topics: splitTopics(field('topics') ?? '', publication),
    timeZone: field('time zone') ?? field('timezone'),
    language: field('language'),
  }
  const consent = { at: readConsentTime(row), source: field('consent source') || undefined }
  return { kind: 'subscriber', address, choices: readChoices(fields, publication), consent }
}

/** Splits at commas, semicolons or bars. Spaces separate topics only if the text has none of these. */
function splitTopics(text: string, publication: Publication): string[] {
  return /[,;|]/.test(text) ? text.split(/[,;|]/) : [...splitByVocabulary(text, publication)]
}

/** Columns that say when a person gave consent, the most reliable first. */
const consentColumns = ['consent at', 'confirm time', 'optin time', 'created at', 'creation date', 'start date']
const dateLike = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/

/** A time without a zone is UTC. Undefined if the file does not say when consent was given. */
function readConsentTime(row: CsvRow): string | undefined {
  for (const column of consentColumns) {
    const [, day, time = '00:00', zone = 'Z'] = dateLike.exec((row[column] ?? '').trim()) ?? []
    const instant = new Date(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`)
    if (day && !Number.isNaN(instant.getTime())) return instant.toISOString()
  }
  return undefined
}
