import type { Publication } from '../publication.ts'
import { readCell } from './csv-cell.ts'
import { type CsvRow, findRefusal, type Standing } from './import-columns.ts'
import { readConsentTime } from './import-product.ts'
import { normalizeAddress } from './normalize-address.ts'
import { readChoices } from './read-choices.ts'
import type { Choices } from './subscriber.ts'

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
    topics: splitTopics(field('topics'), publication),
    timeZone: field('time zone') ?? field('timezone'),
    language: field('language'),
  }
  const consent = { at: readConsentTime(row), source: field('consent source') || undefined }
  return { kind: 'subscriber', address, choices: readChoices(asked, publication), consent }
}

/** With commas, semicolons or bars between them; spaces separate only where none of these does, and no known topic has them. */
function splitTopics(text = '', { topics }: Publication): string[] {
  if (/[,;|]/.test(text)) return text.split(/[,;|]/)
  const words = text.split(/\s+/)
  const known = new Set(topics.map((topic) => (typeof topic === 'string' ? topic : topic.name).toLowerCase()))
  const found: string[] = []
  for (let start = 0; start < words.length; ) {
    let end = words.length
    while (end > start + 1 && !known.has(words.slice(start, end).join(' ').toLowerCase())) end -= 1
    found.push(words.slice(start, end).join(' '))
    start = end
  }
  return found
}
