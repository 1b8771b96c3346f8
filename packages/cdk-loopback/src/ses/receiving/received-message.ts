import addressparser from 'nodemailer/lib/addressparser'
import { decodeWords } from 'postal-mime'
import { writeMailbox } from '../address.ts'
import { fieldValue, type HeaderField, type RawMessage, readSubject } from '../raw-message.ts'

/** The header of a mail from outside. Servers receive mails that they would not send, with fields that are invalid or repeated. */
export type ReceivedMessage = Pick<RawMessage, 'fields'>

export function parseReceived(data: Buffer): ReceivedMessage {
  const [header = ''] = data.toString('latin1').replaceAll('\r\n', '\n').split('\n\n', 1)
  return { fields: header.split(/\n(?![ \t])/).flatMap((raw) => parseField(raw) ?? []) }
}

/** Lines that are no field are left out. */
function parseField(raw: string): HeaderField | undefined {
  const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(raw) ?? []
  if (name === undefined || value === undefined) return undefined
  const unfolded = Buffer.from(value.replaceAll('\n', ''), 'latin1').toString()
  return { name, value: unfolded.trim(), raw }
}

/** Returns the addresses in all fields of a name. */
export function addressesIn(message: ReceivedMessage, name: string): readonly string[] {
  return mailboxesIn(message, name).map(({ address }) => address)
}

function mailboxesIn({ fields }: ReceivedMessage, name: string) {
  const values = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value)
  return addressparser(values.join(', '), { flatten: true })
}

/** Lists the headers that SES reads for the function. */
export function summarizeHeaders(message: ReceivedMessage) {
  const mailboxes = (name: string) => {
    const found = mailboxesIn(message, name)
    return found.length === 0 ? undefined : found.map((each) => writeMailbox({ ...each, name: decodeWords(each.name) }))
  }
  return {
    from: mailboxes('From'),
    replyTo: mailboxes('Reply-To'),
    date: fieldValue(message, 'Date'),
    to: mailboxes('To'),
    cc: mailboxes('Cc'),
    messageId: fieldValue(message, 'Message-ID'),
    subject: readSubject(message),
  }
}
