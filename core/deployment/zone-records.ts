import { mailFromDomain, senderZone } from '../mail/dns-records.ts'
import type { Publication } from '../publication.ts'

/** A DNS record in a zone. The name is without the final dot. */
export type ZoneRecord = { readonly name: string; readonly type: string }

/**
 * Lists the records that the stack sets in the zone of the site, except those of DKIM, whose names only SES knows.
 * CloudFormation cannot set a record that exists already.
 */
export function plannedRecords(publication: Publication): readonly ZoneRecord[] {
  const { domain, sender } = publication
  if (domain?.hostedZone === undefined) return []
  const site = ['A', 'AAAA', 'HTTPS'].map((type) => ({ name: domain.name, type }))
  const isSenders = sender.identity === 'create' && senderZone(publication) !== undefined
  return isSenders ? [...site, ...['MX', 'TXT'].map((type) => ({ name: mailFromDomain(publication), type }))] : site
}

/**
 * Finds records that prevent those of the stack: of the same name and type, or a CNAME, which allows no others.
 * @param own names of records that the stack has set itself
 */
export function conflictingRecords(
  planned: readonly ZoneRecord[],
  existing: readonly ZoneRecord[],
  own: readonly string[],
): readonly ZoneRecord[] {
  const isPlanned = ({ name, type }: ZoneRecord) =>
    planned.some((each) => each.name === name && (type === 'CNAME' || each.type === type))
  return existing.filter((record) => isPlanned(record) && !own.includes(record.name))
}
