import type { Publication } from '../publication.ts'
import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import {
  angleAddress,
  type DigestSender,
  dateField,
  headerField,
  lineField,
  messageId,
  oneClickLink,
  senderDomain,
  senderFields,
  textField,
} from './header.ts'

/** The word before the token in the subject of a mail that unsubscribes. */
export const unsubscribeWord = 'unsubscribe'

/** What goes to the readers of a digest: an issue, or a text of the welcome series. */
export type Mailing = {
  /** Is in the Message-ID of each mail, such as `daily-12`. */
  readonly id: string
  readonly digest: string
  readonly sender: DigestSender
  /** Undefined if it contains the name of the recipient: then it is among the recipient's headers. */
  readonly subject: string | undefined
  /** BCP 47. */
  readonly language: string
  /** The date of the mails. */
  readonly at: string
}

/** Writes the headers that all mails of a mailing share. */
export function mailingHeaders({ publication, url }: Site, mailing: Mailing): string {
  return [
    senderFields(publication, mailing.sender, mailing.language),
    ...(mailing.subject === undefined ? [] : [textField('Subject', mailing.subject)]),
    dateField(mailing.at),
    headerField('List-Id', listId(publication, mailing.digest)),
    headerField('List-Archive', angleAddress(`${url}/issues/`)),
    // RFC 8058 §3.1: one-click unsubscription.
    headerField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    headerField('Feedback-ID', feedbackId(publication, mailing.id, mailing.digest)),
    headerField('Auto-Submitted', 'auto-generated'),
    headerField('Precedence', 'bulk'),
    headerField('Content-Language', mailing.language),
  ].join('')
}

/** Writes the headers that differ between the recipients of a mailing. */
export function recipientHeaders(
  { publication }: Site,
  mailingId: string,
  recipient: {
    readonly subscriberId: string
    readonly address: string
    readonly unsubscribeUrl: string
    /** A clean line with their name. */
    readonly subject?: string | undefined
  },
): string {
  const delivery = `${mailingId}.${recipient.subscriberId}`.replace(/[^\w.-]/g, '')
  return [
    headerField('To', angleAddress(recipient.address)),
    ...(recipient.subject === undefined ? [] : [lineField('Subject', recipient.subject)]),
    headerField('Message-ID', messageId(delivery, senderDomain(publication))),
    headerField('List-Unsubscribe', unsubscribeTargets(publication, recipient.unsubscribeUrl)),
    // SES replaces the Message-ID with its own, but keeps this header.
    headerField('X-Postrider-Delivery', delivery),
  ].join('')
}

/** Writes the targets of List-Unsubscribe (RFC 2369 §3.2), the preferred one first. Both have the same token. */
function unsubscribeTargets({ unsubscribeMail }: Publication, unsubscribeUrl: string): string {
  const link = angleAddress(oneClickLink(unsubscribeUrl))
  if (!unsubscribeMail) return link
  const [local = '', domain = ''] = unsubscribeMail.address.split('@')
  const address = `${encodeURIComponent(local).replaceAll('%2B', '+')}@${domain}` // RFC 6068 §2
  const token = new URL(unsubscribeUrl).searchParams.get('t') ?? ''
  const subject = encodeURIComponent(`${unsubscribeWord} ${token}`)
  return `${link},\r\n ${angleAddress(`mailto:${address}?subject=${subject}`)}`
}

/** Writes the List-Id (RFC 2919). It allows only ASCII, so a title in another script is left out. */
function listId(publication: Publication, digest: string): string {
  const ascii = cleanLine(publication.title.normalize('NFKD').replace(/[^ -~]|["\\<>]/g, ''))
  const id = `<${digest}.${senderDomain(publication)}>`
  return /\w/.test(ascii) ? `"${ascii.slice(0, 60).trim()}" ${id}` : id
}

/** Writes the four fields that Gmail expects: issue, digest, kind of mail, sender (5–15 characters). */
function feedbackId(publication: Publication, mailingId: string, digest: string): string {
  const sender = senderDomain(publication)
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 15)
    .padEnd(5, '0')
  return `${mailingId}:${digest}:digest:${sender}`
}
