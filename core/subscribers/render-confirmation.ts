import { confirmation, confirmationTxt } from '#templates/mails'
import { cleanLine } from '../issues/clean-line.ts'
import { digestTitle } from '../issues/compose-issue.ts'
import { senderDomain } from '../issues/issue-headers.ts'
import { mailFrame, textFrame } from '../issues/mail-frame.ts'
import { angleAddress, dateField, headerField, mailboxField, messageId, textField } from '../issues/mail-header.ts'
import { boundaryOf, encodeAlternative } from '../issues/mime.ts'
import { wrapText } from '../issues/wrap-text.ts'
import type { Site } from '../site.ts'
import { wordsFor } from '../words.ts'
import type { Subscriber } from './subscriber.ts'

/** Asks to confirm (with a `confirm` token), or says that there is nothing to confirm (with a `preferences` token). */
export type ConfirmationKind = 'confirm' | 'alreadySubscribed'

/**
 * The mail that answers a request to subscribe, complete. The same request always gives the same mail.
 *
 * @param request its id, of letters, digits and hyphens, and its instant
 */
export function renderConfirmation(
  site: Site,
  kind: ConfirmationKind,
  subscriber: Pick<Subscriber, 'address' | 'digest' | 'language'>,
  token: string,
  request: { readonly id: string; readonly at: string },
): Uint8Array {
  const { publication } = site
  const spoken = wordsFor(subscriber.language, publication.language)
  const words = spoken.mail[kind]
  const subject = cleanLine(words.subject({ publication: publication.title }))
  const { address } = subscriber
  const explanation = words.explanation({ address, digest: digestTitle(publication, subscriber.digest) })
  const page = kind === 'confirm' ? 'confirm' : 'preferences'
  const view = {
    ...mailFrame(site, spoken, subject),
    preheader: cleanLine(explanation),
    heading: words.heading,
    explanation: cleanLine(explanation),
    action: { label: words.action, url: `${site.url}/${page}?t=${encodeURIComponent(token)}` },
    ignore: words.ignore,
  }
  const text = confirmationTxt({
    ...view,
    ...textFrame(site),
    explanation: wrapText(view.explanation),
    ignore: wrapText(words.ignore),
  })
  const headers = [
    mailboxField('From', publication.sender.name, publication.sender.address),
    headerField('To', angleAddress(subscriber.address)),
    textField('Subject', subject),
    dateField(request.at),
    headerField('Message-ID', messageId(`confirmation.${request.id}`, senderDomain(publication))),
    headerField('Auto-Submitted', 'auto-generated'),
    headerField('Content-Language', spoken.locale),
  ]
  const body = encodeAlternative(boundaryOf(request.id), text, confirmation(view))
  // A confirmation has no seams: all its pieces are bytes.
  return Buffer.concat([
    Buffer.from(headers.join(''), 'latin1'),
    ...body.filter((piece) => piece instanceof Uint8Array),
  ])
}
