import { readTags } from './tag-list.ts'

export type DmarcRecord = {
  /** What receivers do with mails that fail. */
  readonly policy: 'none' | 'quarantine' | 'reject'
  /** `strict`: the domains must be equal. `relaxed`: it is enough that they belong to the same organization. */
  readonly alignment: { readonly dkim: 'strict' | 'relaxed'; readonly spf: 'strict' | 'relaxed' }
  /** Addresses that get the reports. */
  readonly reports: readonly string[]
}

/** Returns whether a TXT record is one of DMARC: the version comes first, in this spelling (RFC 7489 §6.3). */
export function isDmarc(text: string): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text)
}

/**
 * Parses a record (RFC 7489 §6.3). Without a known policy, it counts as `none` if it has an address for reports, and
 * otherwise as no record (RFC 7489 §6.6.3). @returns undefined if receivers ignore it
 */
export function parseDmarc(text: string): DmarcRecord | undefined {
  const tags = isDmarc(text) ? readTags(text) : undefined
  if (!tags) return undefined
  const reports = readReports(tags.get('rua') ?? '')
  const policy = tags.get('p')?.toLowerCase()
  const isKnown = policy === 'none' || policy === 'quarantine' || policy === 'reject'
  if (!isKnown && reports.length === 0) return undefined
  const modeOf = (tag: string) => (tags.get(tag)?.toLowerCase() === 's' ? 'strict' : 'relaxed')
  return { policy: isKnown ? policy : 'none', alignment: { dkim: modeOf('adkim'), spf: modeOf('aspf') }, reports }
}

/** Reads addresses such as `mailto:reports@example.org!10m`: the end limits the size (RFC 7489 §6.2). */
function readReports(list: string): readonly string[] {
  return list.split(',').flatMap((uri) => /^\s*mailto:([^!?\s]+@[^!?\s]+)/i.exec(uri)?.[1] ?? [])
}

/**
 * Returns whether an authenticated domain agrees with the domain of the From address (RFC 7489 §3.1). Domains belong to the
 * same organization if one is below the other, or if both are below the domain that has the DMARC record.
 */
export function isAligned(
  authenticated: string,
  from: string,
  mode: 'strict' | 'relaxed',
  organization: string = from,
): boolean {
  const isBelow = (one: string, other: string) => one === other || one.endsWith(`.${other}`)
  if (mode === 'strict') return authenticated === from
  return isBelow(authenticated, organization) || isBelow(from, authenticated)
}

/**
 * Lists the domains that may have the record for a From domain, in order: it, and those above it. Receivers ask only the
 * highest one besides it, the organization's (RFC 7489 §6.6.3); which one that is, only a list of public suffixes says.
 */
export function dmarcDomains(from: string): readonly string[] {
  const labels = from.split('.')
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
}

/** Returns the name at which a domain says that it accepts the reports about another one (RFC 7489 §7.1). */
export function reportConsentName(from: string, address: string): string | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return isAligned(domain, from, 'relaxed') ? undefined : `${from}._report._dmarc.${domain}`
}
