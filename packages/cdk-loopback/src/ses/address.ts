import addressparser from 'nodemailer/lib/addressparser'
import { decodeWords } from 'postal-mime'
import { invalidParameter } from './invalid-parameter.ts'

/** A mailbox with its bare address and its decoded display name, which may be empty. */
export type Mailbox = { readonly name: string; readonly address: string }

/**
 * Reads the mailboxes of a header such as To, groups included.
 * @throws {AwsError} InvalidParameterValue with JavaMail's message, as in SES, if one of them cannot be mailed.
 */
export function parseMailboxes(value: string): readonly Mailbox[] {
  return addressparser(value, { flatten: true }).map(({ name, address }) => {
    checkAddress(address)
    return { name: decodeWords(name), address }
  })
}

export function writeMailbox({ name, address }: Mailbox): string {
  return name === '' ? address : `${name} <${address}>`
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

function checkAddress(address: string): void {
  const at = address.lastIndexOf('@')
  if (at === -1 || at === address.length - 1) throw invalidParameter("Missing final '@domain'")
  if (at === 0) throw invalidParameter('Missing local name')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  // SES does not speak SMTPUTF8: the local part must be ASCII.
  if (!/^[!-~]+$/.test(local)) throw invalidParameter('Local address contains control or whitespace')
  if (domain.startsWith('.')) throw invalidParameter('Domain starts with dot')
  if (domain.includes('..')) throw invalidParameter('Domain contains dot-dot')
  if (!/^[a-z0-9.-]+$/i.test(domain)) throw invalidParameter('Domain contains illegal character')
  if (!/\.[^.]/.test(domain)) throw invalidParameter('Illegal address')
}
