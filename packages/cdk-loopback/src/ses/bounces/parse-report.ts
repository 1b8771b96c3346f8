import PostalMime, { type Email } from 'postal-mime'
import { findStatus } from '../relay/judge-answer.ts'

/** What a mail that returned says about a mail that was sent. */
export type MailReport =
  | {
      readonly kind: 'failed' | 'delayed'
      readonly recipients: readonly ReportedRecipient[]
      /** The server that wrote the report. */
      readonly reportingMTA?: string
    }
  | { readonly kind: 'complaint'; readonly feedbackType: string; readonly userAgent?: string }

export type ReportedRecipient = {
  /** The addresses by which the report calls the recipient: the one that was mailed, and where it was forwarded. */
  readonly addresses: readonly string[]
  /** RFC 3463. */
  readonly status?: string
  readonly diagnosticCode?: string
}

/** A mail that returned, with what may name the mail that it is about. */
export type ReturnedMail = {
  /** Undefined if it reports nothing: an automatic reply, a receipt, any other mail. */
  readonly report: MailReport | undefined
  /** The addresses that received it. */
  readonly recipients: readonly string[]
  /** The Message-ID fields of the mail that it contains, or of the headers of that mail. */
  readonly messageIds: readonly string[]
}

/** Bytes of a returned mail that are read. The report comes first, and the mail that returned last. */
const longest = 1024 * 1024

/** Reads a mail that returned: RFC 3464 and RFC 5965, and other bounces that mail servers write. */
export async function parseReturned(data: Buffer): Promise<ReturnedMail> {
  const mail = await PostalMime.parse(data.subarray(0, longest), { forceRfc822Attachments: true })
  const texts = mail.attachments.map(({ mimeType, content }) => ({
    type: mimeType.toLowerCase(),
    text: typeof content === 'string' ? content : new TextDecoder().decode(content),
  }))
  const partsOf = (...types: string[]) => texts.filter(({ type }) => types.includes(type)).map(({ text }) => text)
  const originals = partsOf('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers')
  const [status] = partsOf('message/delivery-status', 'message/global-delivery-status')
  const [feedback] = partsOf('message/feedback-report')
  const report =
    feedback !== undefined
      ? readFeedback(parseFields(feedback))
      : status !== undefined
        ? readStatus(status)
        : readPlainBounce(mail)
  const headers = ['delivered-to', 'x-original-to', 'envelope-to', 'x-rcpt-to', 'to']
  return {
    report,
    recipients: headers.flatMap((name) =>
      mail.headers.filter(({ key }) => key === name).flatMap(({ value }) => addressesIn(value)),
    ),
    messageIds: originals.flatMap((text) => /^message-id:\s*(\S+)/im.exec(headerOf(text))?.[1] ?? []),
  }
}

/** @param text the fields about the mail, a blank line, and fields about each recipient */
function readStatus(text: string): MailReport | undefined {
  const [whole = '', ...groups] = text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/)
  const mta = parseFields(whole).get('reporting-mta')
  const recipients = groups.map(parseFields)
  for (const [action, kind] of [
    ['failed', 'failed'],
    ['delayed', 'delayed'],
  ] as const) {
    const concerned = recipients.filter((each) => each.get('action')?.toLowerCase() === action)
    if (concerned.length === 0) continue
    return { kind, recipients: concerned.map(readRecipient), ...(mta !== undefined && { reportingMTA: mta }) }
  }
  return undefined
}

function readRecipient(fields: Fields): ReportedRecipient {
  const addresses = ['original-recipient', 'final-recipient'].flatMap((name) => addressesIn(fields.get(name) ?? ''))
  const status = findStatus(fields.get('status') ?? '')
  const diagnosticCode = fields.get('diagnostic-code')
  return {
    addresses: [...new Set(addresses)],
    ...(status !== undefined && { status }),
    ...(diagnosticCode !== undefined && { diagnosticCode }),
  }
}

function readFeedback(fields: Fields): MailReport | undefined {
  const feedbackType = fields.get('feedback-type')?.toLowerCase()
  if (feedbackType === undefined || !complaints.includes(feedbackType)) return undefined
  const userAgent = fields.get('user-agent')
  return { kind: 'complaint', feedbackType, ...(userAgent !== undefined && { userAgent }) }
}

/** Kinds of RFC 5965 that a person causes. Reports about DKIM or DMARC are not among them. */
const complaints: readonly string[] = ['abuse', 'fraud', 'not-spam', 'other', 'virus']

/**
 * Reads a bounce without the parts of RFC 3464, as some servers write. It has to come from a mail server, and to contain a
 * status or a reply that is final. Absence notes may come without a return address, too, and contain dates and telephone
 * numbers, so there it has to be a reply with its status. Anything else may be the answer of a person.
 */
function readPlainBounce(mail: Email): MailReport | undefined {
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? ''
  const isFromServer = /^(?:mailer-daemon|postmaster)@/i.test(mail.from?.address ?? '')
  if (!isFromServer && header('return-path').trim() !== '<>') return undefined
  if (/\bauto-replied\b/i.test(header('auto-submitted')) || automaticReply.some((name) => header(name) !== ''))
    return undefined
  const [reply] = (isFromServer ? finalReply : replyWithStatus).exec(mail.text ?? '') ?? []
  if (reply === undefined) return undefined
  const status = findStatus(reply)
  const recipient = { addresses: [], diagnosticCode: `smtp; ${reply.trim()}`, ...(status !== undefined && { status }) }
  return { kind: 'failed', recipients: [recipient] }
}

/** Fields that programs add to absence notes. */
const automaticReply: readonly string[] = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress']
const replyWithStatus = /(?:^|[\s:<(])5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}\b[^\n]*/m
const finalReply = /(?:^|[\s:<(])5\d\d[ -](?:#?5\.\d{1,3}\.\d{1,3}\b)?[^\n]*|[^\n]*\b5\.\d{1,3}\.\d{1,3}\b[^\n]*/m

type Fields = ReadonlyMap<string, string>

/** Reads unfolded fields by their lower-case names. The first of a name counts. */
function parseFields(text: string): Fields {
  const lines = text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')
  const fields = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    return name === '' ? [] : [[name.toLowerCase(), value.trim()] as const]
  })
  return new Map(fields.toReversed())
}

function headerOf(mail: string): string {
  return (
    mail
      .replaceAll('\r\n', '\n')
      .split('\n\n', 1)[0]
      ?.replaceAll(/\n[ \t]+/g, ' ') ?? ''
  )
}

function addressesIn(text: string): readonly string[] {
  return text.match(/[^\s<>;,"()]+@[^\s<>;,"()]+/g) ?? []
}
