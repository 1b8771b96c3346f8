import { notice as noticeHtml, noticeTxt } from '#templates/mails'
import { mailFrame, textFrame } from '../mail/frame.ts'
import {
  angleAddress,
  dateField,
  headerField,
  mailboxField,
  messageId,
  senderDomain,
  textField,
} from '../mail/header.ts'
import { boundaryOf, encodeAlternative } from '../mail/mime.ts'
import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { wrapText } from '../text/wrap-text.ts'

/** A mail about a subscription, in plain words: it explains something and has one button. */
export type NoticeMail = {
  readonly to: string
  readonly subject: string
  readonly heading: string
  readonly explanation: string
  readonly action: { readonly label: string; readonly url: string }
  /** For one who did not expect it. */
  readonly ignore: string
  /** For mails that are more than an answer. */
  readonly links: { readonly preferences: string; readonly unsubscribe: string } | undefined
}

/**
 * The mail, complete. The same request always gives the same mail.
 *
 * @param request its id, of letters, digits and hyphens, and its instant
 */
export function renderNoticeMail(
  site: Site,
  words: LocaleMessages,
  notice: NoticeMail,
  request: { readonly id: string; readonly at: string },
): Uint8Array {
  const subject = cleanLine(notice.subject)
  const explanation = cleanLine(notice.explanation)
  const view = {
    ...mailFrame(site, words, subject),
    preheader: explanation,
    heading: notice.heading,
    explanation,
    action: notice.action,
    ignore: notice.ignore,
    links: notice.links
      ? [
          { label: words.digest.preferences, url: notice.links.preferences },
          { label: words.digest.unsubscribe, url: notice.links.unsubscribe },
        ]
      : [],
  }
  const text = noticeTxt({
    ...view,
    ...textFrame(site),
    explanation: wrapText(explanation),
    ignore: wrapText(notice.ignore),
  })
  const body = encodeAlternative(boundaryOf(request.id), text, noticeHtml(view))
  // A notice has no placeholders: all its pieces are bytes.
  return Buffer.concat([
    Buffer.from(noticeHeaders(site, words, { ...notice, subject }, request), 'latin1'),
    ...body.filter((piece) => piece instanceof Uint8Array),
  ])
}

function noticeHeaders(
  { publication }: Site,
  { locale }: LocaleMessages,
  { to, subject, links }: NoticeMail,
  { id, at }: { readonly id: string; readonly at: string },
): string {
  return [
    mailboxField('From', publication.sender.name, publication.sender.address),
    headerField('To', angleAddress(to)),
    textField('Subject', subject),
    dateField(at),
    headerField('Message-ID', messageId(`confirmation.${id}`, senderDomain(publication))),
    headerField('Auto-Submitted', 'auto-generated'),
    headerField('Content-Language', locale),
    ...(links
      ? [
          headerField('List-Unsubscribe', angleAddress(links.unsubscribe)),
          headerField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
        ]
      : []),
  ].join('')
}
