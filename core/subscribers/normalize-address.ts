import { domainToASCII } from 'node:url'
import { addressBytes, typedAddressMaximum } from './limits.ts'

/**
 * The HTML standard's pattern for e-mail addresses, for domains in ASCII. A numeric top-level domain does not match.
 */
const pattern =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/** ASCII characters that no domain contains. `domainToASCII` would drop or decode them, or end the name there. */
const foreignToDomains = /[^a-z0-9.\-\u0080-\u{10ffff}]/iu

/**
 * Returns an address as it is stored and mailed: without surrounding spaces, with the domain in lower-case ASCII
 * (IDNA), and with the local part as typed. Undefined if SES cannot mail this address.
 */
export function normalizeAddress(typed: string): string | undefined {
  const trimmed = typed.trim()
  const at = trimmed.lastIndexOf('@')
  if (at < 1 || trimmed.length > typedAddressMaximum) return undefined
  const local = trimmed.slice(0, at)
  const domain = trimmed.slice(at + 1)
  const address = `${local}@${foreignToDomains.test(domain) ? '' : domainToASCII(domain).toLowerCase()}`
  const hasStrayDot = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  const fits = local.length <= addressBytes.local && address.length <= addressBytes.total
  return pattern.test(address) && !hasStrayDot && fits ? address : undefined
}
