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
  /** Names of the character sets of the subject and the body. They only say how SES would encode these. */
  readonly charsets?: readonly (string | undefined)[]
}

/** Writes the MIME message of a mail. @throws {AwsError} InvalidParameterValue if it cannot be written */
export async function composeMessage(mail: SimpleMail, now: Date): Promise<Buffer> {
  const { from, to, cc, replyTo, subject, text, html, headers = [], charsets = [] } = mail
  if (/\p{Cc}/u.test(subject)) throw invalidParameter('Control characters are not allowed in the subject.')
  for (const charset of charsets) checkCharset(charset)
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

function checkCharset(name: string | undefined): void {
  try {
    if (name) new TextDecoder(name)
  } catch {
    throw invalidParameter(`Unsupported encoding ${name}.`)
  }
}
