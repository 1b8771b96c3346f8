import MailComposer from 'nodemailer/lib/mail-composer'
import { parseMailboxes } from './address.ts'
import { invalidParameter } from './invalid-parameter.ts'

/** The parts of a mail of which SES writes the MIME message. Addresses may have display names. */
export type SimpleMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly replyTo: readonly string[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
  /** Further header fields. */
  readonly headers?: readonly { readonly key: string; readonly value: string }[]
}

/** Writes the MIME message of a mail. @throws {AwsError} InvalidParameterValue if it cannot be written */
export async function composeMessage(mail: SimpleMail, now: Date): Promise<Buffer> {
  const { from, to, cc, replyTo, subject, text, html, headers = [] } = mail
  if (text === undefined && html === undefined) throw invalidParameter('The message has no body.')
  for (const address of [from, ...to, ...cc, ...replyTo]) {
    if (/[\r\n]/.test(address)) throw invalidParameter('Local address contains control or whitespace')
    parseMailboxes(address)
  }
  const composer = new MailComposer({
    from,
    to: [...to],
    cc: [...cc],
    replyTo: [...replyTo],
    subject,
    date: now,
    headers: [...headers],
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
