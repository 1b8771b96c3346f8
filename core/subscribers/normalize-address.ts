import { domainToASCII } from 'node:url'

/** The HTML standard's pattern for e-mail addresses on the domain's ASCII form, without numbers for a top-level domain. */
const pattern =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/** ASCII that no domain has: `domainToASCII` would drop it, decode it, or take it for the end of the name. */
const foreignToDomains = /[^a-z0-9.\-\u0080-\u{10ffff}]/iu

/**
 * An address as it is stored and mailed: surrounding space gone, the domain in lower-case ASCII (IDNA), the local part as
 * typed. Undefined when it is not an address that SES could mail: RFC 5321 allows 64 octets before the `@`, 254 in all.
 */
export function normalizeAddress(typed: string): string | undefined {
  const trimmed = typed.trim()
  const at = trimmed.lastIndexOf('@')
  if (at < 1 || trimmed.length > 320) return undefined
  const local = trimmed.slice(0, at)
  const domain = trimmed.slice(at + 1)
  const address = `${local}@${foreignToDomains.test(domain) ? '' : domainToASCII(domain).toLowerCase()}`
  const dotted = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  return pattern.test(address) && !dotted && local.length <= 64 && address.length <= 254 ? address : undefined
}
