import { normalizeAddress } from '../normalize-address.ts'

/** A mail that SES received at the address of `unsubscribeMail`. SES tells its header and what it found out, not its text. */
export type UnsubscribeMail = {
  readonly messageId: string
  /** The sender of the envelope; empty for bounces. */
  readonly envelopeSender: string
  /** With names in lower case. Incomplete if `isTruncated`: SES cuts headers at 10 KB. */
  readonly headers: readonly Header[]
  readonly isTruncated: boolean
  /** As SES read them, also if the headers are cut. */
  readonly common: { readonly subject: string | undefined; readonly from: readonly string[] }
  /** By the names of SES: `PASS`, `FAIL`, `GRAY`, and others. */
  readonly verdicts: Readonly<Record<(typeof checks)[number], string>>
}

export type Header = { readonly name: string; readonly value: string }

const checks = ['spam', 'virus', 'spf', 'dkim', 'dmarc'] as const

/**
 * Reads the event with which SES invokes a Lambda: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
 * @throws {TypeError} if it is not such an event
 */
export function parseUnsubscribeMails(event: unknown): readonly UnsubscribeMail[] {
  const records = asObject(event)?.Records
  if (!Array.isArray(records) || records.length === 0) throw new TypeError('The event has no records')
  return records.map(parseRecord)
}

function parseRecord(record: unknown): UnsubscribeMail {
  const { mail, receipt } = asObject(asObject(record)?.ses) ?? {}
  const received = asObject(mail)
  const checked = asObject(receipt)
  if (!received || !checked) throw new TypeError('A record of the event is not about a received mail')
  const { subject, from } = asObject(received.commonHeaders) ?? {}
  const verdict = (check: string) => textOf(asObject(checked[`${check}Verdict`])?.status) ?? ''
  return {
    messageId: textOf(received.messageId) ?? '',
    envelopeSender: (textOf(received.source) ?? '').replace(/^<|>$/g, ''),
    headers: listOf(received.headers).flatMap((header) => {
      const { name, value } = asObject(header) ?? {}
      return typeof name === 'string' && typeof value === 'string' ? [{ name: name.toLowerCase(), value }] : []
    }),
    isTruncated: String(received.headersTruncated) === 'true', // AWS documents it as a text, and sends a boolean
    common: { subject: textOf(subject), from: listOf(from).flatMap((each) => textOf(each) ?? []) },
    verdicts: {
      spam: verdict('spam'),
      virus: verdict('virus'),
      spf: verdict('spf'),
      dkim: verdict('dkim'),
      dmarc: verdict('dmarc'),
    },
  }
}

/** Characters of a From field. A longer one has several addresses, or hides something. */
const longestFrom = 2_000

/**
 * Returns the address of a From field in the form in which addresses are stored. Undefined if it has none or several, or if
 * programs could disagree about it. A display name is never an address.
 */
export function readFrom(value: string): string | undefined {
  if (value.length > longestFrom) return undefined
  const withoutNames = value.replace(/"(?:[^"\\]|\\.)*"/g, ' ').replace(/\([^()\\]*\)/g, ' ')
  const [, inBrackets, bare] =
    /^[^<>@,;:()"\\]*<\s*([^<>\s,;:()"\\]+)\s*>\s*$|^\s*([^<>\s,;:()"\\]+)\s*$/.exec(withoutNames) ?? []
  return normalizeAddress(inBrackets ?? bare ?? '')
}

/** Decodes encoded words (RFC 2047) as far as they are ASCII, like tokens, whatever their charset. */
export function decodeAscii(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[^?\s]+\?([bq])\?([^?\s]*)\?=/gi, (_word, encoding: string, content: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString('latin1')
        : content.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_code, hex: string) => fromHex(hex)),
    )
}

const fromHex = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16))

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
