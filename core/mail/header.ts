import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { type TranslatedText, translate } from '../translated-text.ts'
import { escapeBytes } from './quoted-printable.ts'

/** Writes a header field with its line break. The value must fit on a line (998 columns) or be folded already. */
export function headerField(name: string, value: string): string {
  return `${name}: ${value}\r\n`
}

/** Writes a field of free text in any script (RFC 2047), folded at 76 columns. */
export function textField(name: string, text: string): string {
  return lineField(name, cleanLine(text))
}

/** Writes a field like `textField`. @param line as `cleanLine` returns it, perhaps with isolated names */
export function lineField(name: string, line: string): string {
  const column = name.length + 2
  return headerField(name, isPlain(line) ? fold(line, column) : encodeWords(line, column))
}

/** Writes a field with one address and its display name in any script. */
export function mailboxField(name: string, displayName: string, address: string): string {
  const column = name.length + 2
  const phrase = cleanLine(displayName)
  const quoted = `"${phrase.replace(/["\\]/g, '\\$&')}"`
  const encoded = isPlain(phrase) && column + quoted.length <= 76 ? quoted : encodeWords(phrase, column)
  const mailbox = `${encoded} ${angleAddress(address)}`
  return headerField(name, column + mailbox.length <= 76 ? mailbox : `${encoded}\r\n ${angleAddress(address)}`)
}

/** Whose name mails have, and who gets replies, as far as a digest differs from the publication. */
export type DigestSender = {
  readonly from?: { readonly name: TranslatedText } | undefined
  readonly replyTo?: string | undefined
}

/** Writes the From field, whose address is always the verified one, and the Reply-To field if there is an address for replies. */
export function senderFields(
  { sender, language }: Publication,
  { from, replyTo = sender.replyTo }: DigestSender,
  locale: string,
): string {
  const name = from ? translate(from.name, locale, language) : sender.name
  return (
    mailboxField('From', name, sender.address) +
    (replyTo === undefined ? '' : headerField('Reply-To', angleAddress(replyTo)))
  )
}

/** Writes `<ada@example.org>`. Characters that could start a second address are removed. */
export function angleAddress(address: string): string {
  return `<${address.replace(/[^!-~]|[<>]/g, '')}>`
}

/**
 * Returns the link of a header List-Unsubscribe. With this parameter, the site queues the requests of mail programs (RFC
 * 8058), which do not try again if they fail.
 */
export function oneClickLink(unsubscribeUrl: string): string {
  return `${unsubscribeUrl}&one-click=1`
}

/** Writes a Date field (RFC 5322 §3.3) in UTC. */
export function dateField(at: string): string {
  return headerField('Date', new Date(at).toUTCString().replace('GMT', '+0000'))
}

/** Writes `<local@domain>` (RFC 5322 §3.6.4). */
export function messageId(local: string, domain: string): string {
  return `<${local.replace(/[^\w.-]/g, '')}@${domain}>`
}

/** Returns the domain of the From address. */
export function senderDomain({ sender }: Publication): string {
  return sender.address.slice(sender.address.lastIndexOf('@') + 1).toLowerCase()
}

/** True if a text needs no encoding: it does not look like an encoded word, and has no word too long to be folded. */
function isPlain(line: string): boolean {
  return /^[ -~]*$/.test(line) && !line.includes('=?') && !/[^ ]{60}/.test(line)
}

function fold(line: string, column: number): string {
  let used = column
  return line
    .split(' ')
    .map((word, index) => {
      const fits = index === 0 || used + 1 + word.length <= 76
      used = fits ? used + word.length + (index === 0 ? 0 : 1) : word.length + 1
      return index === 0 ? word : `${fits ? ' ' : '\r\n '}${word}`
    })
    .join('')
}

/**
 * Encodes a text as encoded words (RFC 2047) of at most 75 columns, on lines of at most 76, without splitting a
 * character.
 */
function encodeWords(text: string, column: number): string {
  const encode = mostlyAscii(text) ? wordQ : wordB
  const words: string[] = []
  let pending = ''
  for (const character of text) {
    const room = words.length === 0 ? 76 - column : 75
    if (encode(pending + character).length > room) {
      words.push(encode(pending))
      pending = ''
    }
    pending += character
  }
  return [...words, encode(pending)].join('\r\n ')
}

function mostlyAscii(text: string): boolean {
  return text.replace(/[ -~]/g, '').length * 3 < text.length
}

/** Leaves only those characters unencoded that are also allowed in a display name (RFC 2047 §5). */
function wordQ(text: string): string {
  return `=?UTF-8?Q?${text.replace(/[^A-Za-z0-9!*+/ -]+/g, escapeBytes).replaceAll(' ', '_')}?=`
}

function wordB(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`
}
