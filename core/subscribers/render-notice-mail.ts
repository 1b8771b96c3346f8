import { notice as noticeHtml, noticeTxt } from '#templates/mails'
import { type Attachment, attachFile } from '../mail/attachment.ts'
import { mailFrame, textFrame } from '../mail/frame.ts'
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
} from '../mail/header.ts'
import { boundaryOf, encodeAlternative } from '../mail/mime.ts'
import type { Site } from '../site.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { wrapText } from '../text/wrap-text.ts'

/** A mail about a subscription: an explanation and one button. */
export type NoticeMail = {
  readonly to: string
  /** The texts are clean lines, perhaps with isolated names. */
  readonly subject: string
  readonly heading: string
  readonly explanation: string
  readonly action: { readonly label: string; readonly url: string }
  /** For people who did not expect the mail. */
  readonly ignore: string
  /** For mails that are not a direct reply to a request. */
  readonly links: { readonly preferences: string; readonly unsubscribe: string } | undefined
  readonly attachment?: Attachment | undefined
  /** Of the digest that the mail is about. */
  readonly sender?: DigestSender | undefined
}

/**
 * Renders the complete mail. The same request always gives the same bytes.
 *
 * @param request its id, which consists of letters, digits and hyphens, and its instant
 */
export function renderNoticeMail(
  site: Site,
  messages: LocaleMessages,
  notice: NoticeMail,
  request: { readonly id: string; readonly at: string },
): Uint8Array {
  const { subject, explanation } = notice
  const view = {
    ...mailFrame(site, messages, subject),
    preheader: explanation,
    heading: notice.heading,
    explanation,
    action: notice.action,
    ignore: notice.ignore,
    links: notice.links
      ? [
          { label: messages.digest.preferences, url: notice.links.preferences },
          { label: messages.digest.unsubscribe, url: notice.links.unsubscribe },
        ]
      : [],
  }
  const text = noticeTxt({
    ...view,
    ...textFrame(site),
    colon: messages.digest.colon,
    explanation: wrapText(explanation),
    ignore: wrapText(notice.ignore),
  })
  const pieces = encodeAlternative(boundaryOf(request.id), text, noticeHtml(view))
  // A notice mail has no placeholders, so all its pieces are bytes.
  const body = Buffer.concat(pieces.filter((piece) => piece instanceof Uint8Array))
  return Buffer.concat([
    Buffer.from(noticeHeaders(site, messages, notice, request), 'latin1'),
    notice.attachment ? attachFile(boundaryOf(`file-${request.id}`), body, notice.attachment) : body,
  ])
}

function noticeHeaders(
  { publication }: Site,
  { locale }: LocaleMessages,
  { to, subject, links, sender = {} }: NoticeMail,
  { id, at }: { readonly id: string; readonly at: string },
): string {
  return [
    senderFields(publication, sender, locale),
    headerField('To', angleAddress(to)),
    lineField('Subject', subject),
    dateField(at),
    headerField('Message-ID', messageId(`confirmation.${id}`, senderDomain(publication))),
    headerField('Auto-Submitted', 'auto-generated'),
    headerField('Content-Language', locale),
    ...(links
      ? [
          headerField('List-Unsubscribe', angleAddress(oneClickLink(links.unsubscribe))),
          headerField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
        ]
      : []),
  ].join('')
}
