import { type Mailbox, parseMailboxes } from './address.ts'
import { invalidParameter } from './invalid-parameter.ts'
import { fieldValue, headerField, parseRawMessage, type RawMessage, withoutFields } from './raw-message.ts'

/** A mail that SES can accept, if its senders are verified. */
export type Submission = {
  /** The action that IAM has to allow. */
  readonly operation: 'SendRawEmail' | 'SendEmail'
  readonly source: string
  readonly from: Mailbox
  /** The address to which bounces return. */
  readonly returnPath: string
  /** The addresses that must be verified: Source, and those of the fields From, Sender and Return-Path. */
  readonly senders: readonly string[]
  readonly destinations: readonly string[]
  readonly configurationSet: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly message: RawMessage
}

/** The parameters of a request to send a mail. Empty ones are replaced by what the message's header says. */
export type SendingRequest = {
  readonly operation: Submission['operation']
  /** The message with its header. */
  readonly data: Buffer
  readonly source: string
  readonly returnPath?: string
  readonly destinations: readonly string[]
  readonly configurationSet: string
  readonly tags: readonly (readonly [name: string, value: string])[]
}

/** @throws {AwsError} if the request can never be accepted. */
export function readSubmission(request: SendingRequest): Submission {
  const { operation, data } = request
  const message = parseRawMessage(data)
  const source = request.source || fieldValue(message, 'From')
  if (source && /[\r\n]/.test(source)) throw invalidParameter('Local address contains control or whitespace')
  const [sender] = parseMailboxes(source ?? '')
  if (!source || !sender) throw invalidParameter("Missing required header 'From'.")
  const addressesOf = (name: string) => parseMailboxes(fieldValue(message, name) ?? '').map(({ address }) => address)
  const [from = sender] = parseMailboxes(fieldValue(message, 'From') ?? '')
  const [named] = parseMailboxes(request.returnPath ?? '')
  const returnPath = named?.address ?? addressesOf('Return-Path')[0] ?? sender.address
  return {
    operation,
    source,
    from,
    returnPath,
    senders: [...new Set([sender.address, ...['From', 'Sender', 'Return-Path'].flatMap(addressesOf), returnPath])],
    destinations: readDestinations(request.destinations, message),
    configurationSet: request.configurationSet || fieldValue(message, 'X-SES-CONFIGURATION-SET'),
    tags: readTags(request.tags, message),
    message,
  }
}

/** Returns the mail as SES delivers it: with SES's Message-ID, and without the fields that are meant for SES. */
export function composeOutgoing({ message, source }: Submission, messageId: string, now: Date): RawMessage {
  const { fields, body } = withoutFields(message, 'Message-ID', 'Bcc', 'X-SES-CONFIGURATION-SET', 'X-SES-MESSAGE-TAGS')
  const added = [headerField('Message-ID', `<${messageId}@email.amazonses.com>`)]
  if (!fieldValue(message, 'From')) added.push(headerField('From', source))
  if (!fieldValue(message, 'Date')) added.push(headerField('Date', now.toUTCString().replace('GMT', '+0000')))
  return { fields: [...fields, ...added], body }
}

function readDestinations(parameters: readonly string[], message: RawMessage): readonly string[] {
  const headers = ['To', 'Cc', 'Bcc'].map((name) => fieldValue(message, name) ?? '')
  const addresses = (parameters.length > 0 ? parameters : headers).flatMap(parseMailboxes).map(({ address }) => address)
  if (addresses.length === 0) throw invalidParameter("Missing required header 'To'.")
  if (addresses.length > 50) throw invalidParameter('Recipient count exceeds 50.')
  return addresses
}

/** Tags in parameters replace those in the header. SES does not merge them. */
function readTags(parameters: SendingRequest['tags'], message: RawMessage): Readonly<Record<string, string>> {
  const header = fieldValue(message, 'X-SES-MESSAGE-TAGS')
  const pairs = parameters.length > 0 || !header ? parameters : header.split(',').map((pair) => splitTag(pair))
  for (const [name, value] of pairs) {
    checkTag('name', name)
    checkTag('value', value)
  }
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw invalidParameter('Duplicate message tag names.')
  return Object.fromEntries(pairs)
}

function splitTag(pair: string): readonly [string, string] {
  const [name = '', value = ''] = pair.split('=', 2)
  return [name.trim(), value.trim()]
}

function checkTag(part: 'name' | 'value', text: string): void {
  if (text === '') throw invalidParameter(`The tag ${part} must be specified.`)
  if (text.length > 255) throw invalidParameter(`Tag ${part} cannot exceed 255 characters.`)
  if (!/^[\w-]+$/.test(text)) {
    throw invalidParameter(
      `Invalid tag ${part} <${text}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
    )
  }
}
