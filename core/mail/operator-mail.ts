import type { OperatorMessage } from '../messages.ts'
import type { Publication } from '../publication.ts'
import { angleAddress, dateField, headerField, mailboxField, messageId, senderDomain, textField } from './header.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'
import type { Mail } from './submission.ts'

/** Composes a mail to the operator in plain text; to the publication's sender if publication.json names no operator. */
export function composeOperatorMail(
  publication: Publication,
  { operator: id, subject, text }: OperatorMessage,
  now: Date,
): Mail {
  const { sender, operator = sender.address } = publication
  const head = [
    mailboxField('From', sender.name, sender.address),
    headerField('To', angleAddress(operator)),
    textField('Subject', subject),
    dateField(now.toISOString()),
    headerField('Message-ID', messageId(`operator-${id}`, senderDomain(publication))),
    headerField('Auto-Submitted', 'auto-generated'),
    'MIME-Version: 1.0\r\n',
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n',
  ]
  const raw = new TextEncoder().encode(`${head.join('')}${encodeQuotedPrintable(text)}\r\n`)
  return { source: sender.address, destination: operator, raw, tags: { notice: 'operator' } }
}
