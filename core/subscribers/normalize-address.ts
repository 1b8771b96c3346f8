import { domainToASCII } from 'node:url'
import { addressBytes, typedAddressMaximum } from './limits.ts'

/**
 * The HTML standard's pattern for e-mail addresses, for domains in ASCII. A numeric top-level domain does not match.
 */
const pattern =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/** ASCII characters that no domain contains. `domainToASCII` would drop or decode them, or end the name there. */
const foreignToDomains = /[^a-z0-9.\-\u0080-\u{10ffff}]/iu

/** Characters that nobody sees: zero-width spaces, soft hyphens, marks of the writing direction, and the like. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u

/** Whether an address contains an invisible character. Its owner cannot find the mistake without a hint. */
export const hasInvisible = (typed: string): boolean => invisible.test(typed)

/** A copied link or entry of an address book: `mailto:ada@example.org`, `Ada <ada@example.org>`. */
const copied = /^(?:[^<>@]*<([^<>]*)>|mailto:(.*))$/is

/**
 * Returns an address as it is stored and mailed: without surrounding spaces, with the domain in lower-case ASCII
 * (IDNA), and with the local part as typed. Undefined if SES cannot mail this address.
 */
export function normalizeAddress(typed: string): string | undefined {
  if (typed.length > typedAddressMaximum || hasInvisible(typed)) return undefined
  const [, inBrackets, linked] = copied.exec(typed.trim()) ?? []
  const trimmed = (inBrackets ?? linked ?? typed).trim()
  const at = trimmed.lastIndexOf('@')
  if (at < 1) return undefined
  const local = trimmed.slice(0, at)
  const domain = trimmed.slice(at + 1)
  const address = `${local}@${foreignToDomains.test(domain) ? '' : domainToASCII(domain).toLowerCase()}`
  const hasStrayDot = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  const fits = local.length <= addressBytes.local && address.length <= addressBytes.total
  return pattern.test(address) && !hasStrayDot && fits ? address : undefined
}
