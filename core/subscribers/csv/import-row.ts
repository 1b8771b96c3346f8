import type { Publication } from '../../publication.ts'
import { splitByVocabulary } from '../../reading/vocabulary.ts'
import { normalizeAddress } from '../normalize-address.ts'
import { findUnknownChoices, readChoices, type UnknownChoice } from '../requests/read-choices.ts'
import type { Choices } from '../subscriber.ts'
import { readCell } from './cell.ts'
import { readConsentDate } from './consent-date.ts'
import type { CsvRow } from './import-header.ts'
import { readImportedName } from './import-name.ts'
import { findRefusal } from './import-status.ts'
import {
  isDamagedRow,
  isOwnRow,
  type Remembered,
  type RememberedRow,
  readRemembered,
  readRememberedRow,
  timeOf,
  withoutDetails,
} from './remembered-row.ts'
import type { ImportStatus } from './status-words.ts'

export type ImportRow =
  | {
      readonly kind: 'subscriber'
      readonly address: string
      readonly choices: Choices
      /** As `readName` returns it, if the file has one. */
      readonly name?: string
      /** When our own export says that they last said yes. */
      readonly yesAt?: string
      /** What the file says about their consent. */
      readonly consent: { readonly at: string | undefined; readonly source: string | undefined }
      /** What the file says that was not taken over, for the operator. */
      readonly warnings: readonly string[]
    }
  /**
   * A person who must not be mailed. An address that unsubscribed or bounced elsewhere is stored, so that no later file
   * adds it.
   */
  | {
      readonly kind: 'refused'
      readonly address: string
      readonly status: ImportStatus
      readonly reason: string
      /** What our own export says. */
      readonly remembered?: Remembered
    }
  /** An address that our own export remembers by its hash only. */
  | ({ readonly kind: 'hashed' } & RememberedRow)
  /** `typed`: the content of the address column, of any length. `isForgotten`: the line had to be remembered, and cannot be. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly typed: string; readonly isForgotten?: true }

/**
 * Reads one line of a CSV file. Optional columns: name, digest, topics, language, time zone, and those about consent. An
 * unknown digest, zone or language is replaced by the publication's default, with a warning. If none of the topics is
 * known, the line is skipped: the person would get everything or nothing, and asked for neither.
 *
 * @param topics the slugs of all known topics; undefined if any topic is accepted
 */
export function parseImportRow(row: CsvRow, publication: Publication, topics?: ReadonlySet<string>): ImportRow {
  const field = (name: string) => (row[name] === undefined ? undefined : readCell(row[name].trim()))
  const typed = field('email') ?? ''
  const hashed = readRememberedRow(row)
  if (hashed) return { kind: 'hashed', ...hashed }
  if (typed === '' && isDamagedRow(row)) return { kind: 'skipped', reason: damaged, typed, isForgotten: true }
  if (typed === '') return { kind: 'skipped', reason: 'no address', typed }
  const address = normalizeAddress(typed)
  if (!address) return { kind: 'skipped', reason: 'not an e-mail address', typed }
  const { status, reason } = findRefusal(isOwnRow(row) ? withoutDetails(row) : row) ?? {}
  if (status && reason) {
    return { kind: 'refused', address, status, reason, ...(isOwnRow(row) && { remembered: readRemembered(row) }) }
  }
  if (reason) return { kind: 'skipped', reason, typed }
  const fields = {
    digest: field('digest'),
    topics: splitTopics(field('topics') ?? '', publication),
    timeZone: field('time zone') ?? field('timezone'),
    language: field('language'),
  }
  const unknown = findUnknownChoices(fields, publication, topics)
  const unknownTopics = new Set(unknown.filter((choice) => choice.field === 'topics').map(({ value }) => value))
  const known = fields.topics.filter((topic) => !unknownTopics.has(topic.trim()))
  if (unknownTopics.size > 0 && known.every((topic) => topic.trim() === '')) {
    return { kind: 'skipped', reason: `topics: none is known (${[...unknownTopics].join(', ')})`, typed }
  }
  const date = readConsentTime(row)
  const language = unknown.some((choice) => choice.field === 'language') ? undefined : fields.language
  const choices = readChoices({ ...fields, topics: known, language }, publication)
  const { warnings: nameWarnings, ...named } = readImportedName(row, address)
  const yesAt = isOwnRow(row) ? timeOf(field('yes at')) : undefined
  return {
    kind: 'subscriber',
    address,
    choices,
    ...named,
    ...(yesAt !== undefined && { yesAt }),
    consent: { at: date.at, source: field('consent source') || undefined },
    warnings: [...unknown.map((choice) => describe(choice, choices)), ...date.warnings, ...nameWarnings],
  }
}

function describe({ field, value }: UnknownChoice, choices: Choices): string {
  const label = { digest: 'digest', topics: 'topics', timeZone: 'time zone', language: 'language' }[field]
  if (field === 'topics') return `${label}: ${value} is not known and was left out`
  return `${label}: ${value} is not known; imported with ${choices[field]}`
}

const damaged =
  'the hash or its key is not as it was exported: a spreadsheet turns some into numbers. Import the file that `export` wrote'

/** Splits at commas, semicolons or bars. Spaces separate topics only if the text has none of these. */
function splitTopics(text: string, publication: Publication): string[] {
  return /[,;|]/.test(text) ? text.split(/[,;|]/) : [...splitByVocabulary(text, publication)]
}

/** Columns that say when a person gave consent, the most reliable first. */
const consentColumns = [
  ...[
    'consent at',
    'confirm time',
    'confirmed at',
    'optin time',
    'opt in time',
    'optin date',
    'opt in date',
    'consent date',
  ],
  ...[
    'subscribed at',
    'subscribed on',
    'subscription date',
    'subscribe date',
    'date subscribed',
    'signup date',
    'signed up at',
  ],
  ...['created at', 'creation date', 'created', 'date added', 'date created', 'entered', 'start date', 'joined at'],
]

/** Reads when consent was given. Warns if the file says so in a form that has no single meaning. */
function readConsentTime(row: CsvRow): { readonly at: string | undefined; readonly warnings: readonly string[] } {
  const cells = consentColumns.map((column) => [column, (row[column] ?? '').trim()] as const)
  const filled = cells.filter(([, cell]) => !/^(|null|0000-00-00.*|0001-01-01.*)$/i.test(cell))
  for (const [, cell] of filled) {
    const at = readConsentDate(cell)
    if (at) return { at, warnings: [] }
  }
  const [first] = filled
  if (!first) return { at: undefined, warnings: [] }
  const problem = `${first[0]}: ${first[1].slice(0, 60)} is not a date with one meaning; the consent has the date of the import`
  return { at: undefined, warnings: [problem] }
}
